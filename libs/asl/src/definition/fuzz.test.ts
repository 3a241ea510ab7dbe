import { isJsonObject, type Json } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { driveJsonata } from '../../test/drive.ts';
import { randomMachine, randomNumbers } from '../../test/random-machine.ts';
import { parseDefinition } from './parse-definition.ts';
import { validateDefinition } from './validate-definition.ts';

const JUNK: readonly Json[] = [
  null,
  -1,
  1.5,
  '',
  '$',
  '$.',
  '$$',
  '{% ( %}',
  [],
  {},
  [[]],
  '$..',
  '$[',
];
const NAMES = ['Type', 'Next', 'States', '__proto__', 'constructor', 'Catch', 'Assign', 'Branches'];

/** The same document with a few places replaced, renamed or left out. */
function mutate(value: Json, random: () => number): Json {
  const one = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  if (random() < 0.03) return one(JUNK) ?? null;
  if (Array.isArray(value)) return value.map((item) => mutate(item, random));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (random() < 0.02) return [];
      return [[random() < 0.02 ? (one(NAMES) ?? key) : key, mutate(item, random)]];
    }),
  );
}

describe('definitions at random', () => {
  it('are refused with findings, or run to an end', async () => {
    const random = randomNumbers(2026);
    let accepted = 0;
    for (let i = 0; i < 3_000; i++) {
      const text = JSON.stringify(mutate(randomMachine(random), random));
      const findings = validateDefinition(text, { type: 'STANDARD' });
      if (findings.length > 0) {
        expect(() => parseDefinition(text, { type: 'STANDARD' })).toThrow('Invalid State Machine');
        continue;
      }
      accepted++;
      const { end } = await driveJsonata(JSON.parse(text) as object, { input: { items: [1] } });
      expect({ text, end }).toMatchObject({ end: { status: expect.any(String) } });
    }

    expect(accepted).toBeGreaterThan(300);
  });

  it('cut off anywhere are no JSON', () => {
    const text = JSON.stringify(randomMachine(randomNumbers(1)));
    for (let length = 0; length < text.length; length++) {
      expect(validateDefinition(text.slice(0, length), { type: 'EXPRESS' })).toMatchObject([
        { code: 'INVALID_JSON_DESCRIPTION' },
      ]);
    }
  });
});
