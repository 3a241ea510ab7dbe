import { resolve } from 'node:path';
import { UsageError } from '../cli/cli-errors.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { parseAsOf } from '../cli/execution-input.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { schemaNamesOf } from '../database/schema-names.ts';
import { seedFromFiles } from '../database/seed-from-files.ts';
import {
  seedFromGenerator,
  type GeneratorSeed,
  type SeedOptions,
  type TableCount,
} from '../database/seed-from-generator.ts';
import { assertNoGivenDatabase, withOwnEngine } from '../database/with-own-engine.ts';
import { tableCountLines } from '../report/table-counts.ts';

/** What the README's first run shows: large enough for every rule, loaded in seconds. */
const DEFAULT_VISITS = '20000';

export const help = `Usage: simulator seed [--visits N] [--seed S] [--as-of TS]
       simulator seed --from DIR
Replace the content of both schemas, all or nothing. Tables, views and indexes are made from sql/.

  --visits N    generated visits (default ${DEFAULT_VISITS}); invented people, never-issued SSNs
  --seed S      the same number gives the same data (default 1)
  --as-of TS    the moment around which visits are planned (default: now)
  --from DIR    load files named schema.table.csv instead, as simulator dump writes them
${commonOptionsHelp}

Works only on the simulator's own database: refused while POSTGRES_HOST is set.

Examples:
  simulator seed --visits 100000
  simulator seed --from exported/`;

/** `simulator seed`: fill the database, then print the rows of each table. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    visits: { type: 'string' },
    seed: { type: 'string' },
    'as-of': { type: 'string' },
    from: { type: 'string' },
  });
  const { visits, seed, from } = values;
  const asOf = values['as-of'];
  if (from !== undefined && (visits ?? seed ?? asOf) !== undefined) {
    throw new UsageError(
      '--from loads what the files hold; leave out --visits, --seed and --as-of.',
    );
  }
  const source: GeneratorSeed = {
    visits: parseCount('--visits', visits ?? DEFAULT_VISITS),
    seed: parseCount('--seed', seed ?? '1'),
    asOf: asOf === undefined ? new Date(io.clock.now()).toISOString() : parseAsOf(asOf),
  };
  assertNoGivenDatabase(io);
  const schemas = schemaNamesOf(io.env);

  const engine = { dataDir: values['data-dir'], isQuiet: values.quiet };
  const counts = await withOwnEngine(io, engine, (connection) => {
    const options: SeedOptions = {
      connection,
      schemas,
      signal: io.signal,
      onTable({ table, rows }) {
        if (!values.quiet)
          writeLine(io.err, `Loaded ${table}: ${rows.toLocaleString('en-US')} rows`);
      },
    };
    return from === undefined
      ? seedFromGenerator(source, options)
      : seedFromFiles(resolve(io.cwd, from), options);
  });
  printCounts(io, counts, values.json);
  return exitCodes.ok;
}

function printCounts(io: CliIo, counts: readonly TableCount[], isJson: boolean): void {
  if (isJson) writeLine(io.out, JSON.stringify({ tables: counts }, undefined, 2));
  else for (const line of tableCountLines(counts)) writeLine(io.out, line);
}
