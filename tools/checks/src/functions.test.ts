import { describe, expect, it } from '@jest/globals';
import { listFunctions } from './functions.ts';

const source = `
/**
 * First line.
 *
 * @returns second
 */
export function declared(a: string, b: string): string {
  return a + b;
}
export const arrow = (): number => 1;
const table = { handler: () => {
  return 2;
} };
class Box {
  /** One line. */
  open(): void {}
}
`;

describe('listFunctions', () => {
  it('finds declarations, arrows, properties and methods with their docstrings', () => {
    const facts = listFunctions('x.ts', source).map(
      ({ name, lines, parameters, isExported, docLines }) =>
        [name, lines, parameters, isExported, docLines] as const,
    );

    expect(facts).toEqual([
      ['declared', 3, 2, true, 2],
      ['arrow', 1, 0, true, 0],
      ['handler', 3, 0, false, 0],
      ['open', 1, 0, false, 1],
    ]);
  });

  it('counts an inline callback towards the function around it', () => {
    const facts = listFunctions(
      'x.ts',
      'function f() {\n  return [1].map((x) => {\n    return x;\n  });\n}',
    );

    expect(facts.map(({ name, lines }) => [name, lines])).toEqual([['f', 5]]);
  });
});
