import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createGeneratedDatabase } from './generated-database.ts';
import { AS_OF, createGoldenDatabase, type GoldenDatabase, runTask } from './golden-database.ts';
import { formatDecimal, parseDecimal } from './reference/decimal.ts';
import { expectedMaps } from './reference/expected-maps.ts';
import { readMaps, readNumericColumns, readTables, type Row } from './reference/tables.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

/** How the reference, which shares nothing with the SQL, and TASK_02 agree. */
interface Comparison {
  readonly rows: number;
  readonly columns: number;
  readonly updated: number;
  /** `pair 7 PName`: never a value. */
  readonly differences: readonly string[];
}

async function compare({ database }: GoldenDatabase): Promise<Comparison> {
  const expected = expectedMaps(await readTables(database), AS_OF);
  const numeric = await readNumericColumns(database);

  await runTask(database, 'task_02_update_conflicts');

  const actual = await readMaps(database);
  const columns = Object.keys(actual[0] ?? {});
  const isEqual = (column: string, a: Row | undefined, b: Row | undefined): boolean =>
    canonical(a?.[column], numeric.has(column)) === canonical(b?.[column], numeric.has(column));
  return {
    rows: actual.length,
    columns: columns.length,
    updated: actual.filter((row) => row['UpdatedDate'] === '2025-01-20 14:30:00').length,
    differences: actual.flatMap((row, index) =>
      columns
        .filter((column) => !isEqual(column, row, expected[index]))
        .map((column) => `pair ${row['ID']} ${column}`),
    ),
  };
}

/** A numeric without the zeros at its end. */
function canonical(
  value: string | null | undefined,
  isNumeric: boolean,
): string | null | undefined {
  return isNumeric && value ? formatDecimal(parseDecimal(value)) : value;
}

describe('TASK_02 writes what a re-implementation outside SQL works out', () => {
  it.each(['A', 'C_quirks'] as const)('on golden set %s, in every column', async (set) => {
    const golden = await createGoldenDatabase(postgres, set);

    const compared = await compare(golden);

    await golden.database.close();
    expect(compared).toEqual({
      rows: set === 'A' ? 88 : 10,
      columns: 246,
      updated: set === 'A' ? 49 : 5,
      differences: [],
    });
  });

  it.each([
    [1, 'sparse', 1_000],
    [2, 'sparse', 1_000],
    [3, 'load', 400],
    [4, 'load', 400],
  ] as const)(
    'on the generated set of seed %i (%s), in every column',
    async (seed, shape, visits) => {
      const generated = await createGeneratedDatabase(postgres, { seed, shape, visits });

      const { differences, columns, updated } = await compare(generated);

      await generated.database.close();
      expect([columns, differences]).toEqual([246, []]);
      expect(updated).toBeGreaterThan(100);
    },
  );
});
