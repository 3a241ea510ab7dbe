import { describe, expect, it } from '@jest/globals';
import { listFiles, readText } from './repository.ts';

/** Decisions that no test can show, or not yet: docs/decisions.md says why, or where they are held. */
const WITHOUT_TEST: readonly string[] = ['A9', 'A10', 'Q28'];

const ID = /\b[ABQS]\d+\b/g;

function listDecisions(): readonly string[] {
  return [...new Set(readText('docs/decisions.md').match(ID))];
}

/** A title, or its part in a table of cases, begins with its decisions: `'S1, B3: throws …'`. */
function listTested(): ReadonlySet<string> {
  const tests = listFiles((path) => path.endsWith('.test.ts') && !path.startsWith('tools/checks/'));
  const titles = tests.flatMap(
    (path) => readText(path).match(/['"`](?:[ABQS]\d+(?:, )?)+: /g) ?? [],
  );
  return new Set(titles.flatMap((title) => title.match(ID) ?? []));
}

describe('docs/decisions.md', () => {
  it('lists the decisions on the earlier system', () => {
    const decisions = listDecisions();

    const numbers = (letter: string, last: number): readonly string[] =>
      Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    const all = [
      ...numbers('B', 11),
      ...numbers('Q', 28),
      ...numbers('A', 12),
      ...numbers('S', 10),
    ];
    // There is no Q2.
    expect(all.filter((id) => id !== 'Q2' && !decisions.includes(id))).toEqual([]);
  });

  it('has a test for each of them, whose title begins with its number', () => {
    const tested = listTested();

    const untested = listDecisions().filter((id) => !tested.has(id));

    expect(untested.toSorted()).toEqual(WITHOUT_TEST.toSorted());
  });
});
