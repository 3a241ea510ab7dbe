import { resolve } from 'node:path';
import { exitCodes, UsageError } from '@pipelines/command-line';
import {
  freeDiskSpace,
  type PostgresConnection,
  type TreePeak,
  watchServerMemory,
} from '@pipelines/local-cloud';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { parseAsOf } from '../cli/execution-input.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { assertDiskSpace } from '../database/disk-space.ts';
import { dropUnfinishedLoad } from '../database/replace-tables.ts';
import { schemaNamesOf, type SchemaNames } from '../database/schema-names.ts';
import { seedFromFiles } from '../database/seed-from-files.ts';
import {
  seedFromGenerator,
  type GeneratorSeed,
  type SeedOptions,
  type TableCount,
} from '../database/seed-from-generator.ts';
import { assertNoGivenDatabase, withOwnEngine } from '../database/with-own-engine.ts';
import { createLoadLine } from '../report/load-progress.ts';
import { memoryLines } from '../report/memory-lines.ts';
import { tableCountLines } from '../report/table-counts.ts';
import { run as seedSbir, seedSbirHelp } from './seed-sbir.ts';

/** What the README's first run shows: large enough for every rule, loaded in seconds. */
const DEFAULT_VISITS = '20000';

/** A stopped seed drops what it has loaded before the engine ends; dropping takes well under a second. */
const CLEAN_UP_MS = 10_000;

/** The pipeline whose name may be left out. */
const PIPELINE = 'conflict-report';
const SBIR = 'sbir';

export const help = `Usage: simulator seed [${PIPELINE}] [--visits N] [--seed S] [--as-of TS]
       simulator seed [${PIPELINE}] --from DIR
       simulator seed ${SBIR}: files of the weekly refresh, see simulator seed ${SBIR} --help
Replace the content of both schemas, all or nothing. Tables, views and indexes are made from sql/.

  --visits N    generated visits (default ${DEFAULT_VISITS}); invented people, never-issued SSNs
  --seed S      the same number gives the same data (default 1)
  --as-of TS    the moment around which visits are planned (default: now)
  --from DIR    load files named schema.table.csv instead, as simulator dump writes them
${commonOptionsHelp}

Works only on the simulator's own database: refused while POSTGRES_HOST is set. A million visits
take about 8 GB of disk, which is checked first, and two minutes; memory stays the same at any number.
Exit codes: 0 loaded, 3 too little disk, or a setting or the database is wrong, 6 another seed runs.

Examples:
  simulator seed --visits 100000
  simulator seed --from exported/`;

export const subcommandHelp = { [SBIR]: seedSbirHelp };

/** `simulator seed`: fill the database, then print rows of each table and memory. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const [first, ...others] = args;
  if (first === SBIR) return seedSbir(others, io);
  const { values } = parseCommandLine(first === PIPELINE ? others : args, {
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
  const plan: SeedPlan = {
    source: from === undefined ? source : resolve(io.cwd, from),
    schemas: schemaNamesOf(io.env),
    isQuiet: values.quiet,
  };
  const engine = {
    dataDir: values['data-dir'],
    isQuiet: values.quiet,
    cleanUpMs: CLEAN_UP_MS,
  };
  const { counts, serverPeakBytes } = await withOwnEngine(io, engine, (connection) =>
    fillDatabase(connection, plan, io),
  );
  const memory = { processPeakBytes: io.peakMemoryBytes(), serverPeakBytes };
  if (values.json) {
    writeLine(io.out, JSON.stringify({ tables: counts, memory }, undefined, 2));
    return exitCodes.ok;
  }
  for (const line of tableCountLines(counts)) writeLine(io.out, line);
  if (!values.quiet) for (const line of memoryLines(memory)) writeLine(io.err, line);
  return exitCodes.ok;
}

interface SeedPlan {
  /** What to generate, or the folder of the files to load. */
  readonly source: GeneratorSeed | string;
  readonly schemas: SchemaNames;
  readonly isQuiet: boolean;
}

interface Seeded {
  readonly counts: readonly TableCount[];
  /** Undefined where the server's processes cannot be seen. */
  readonly serverPeakBytes: number | undefined;
}

/** Check the disk, then replace the tables while progress is shown and memory is watched. */
async function fillDatabase(
  connection: PostgresConnection,
  { source, schemas, isQuiet }: SeedPlan,
  io: CliIo,
): Promise<Seeded> {
  await dropUnfinishedLoad(connection, schemas);
  if (typeof source !== 'string') {
    const space = await freeDiskSpace(connection);
    if (space) assertDiskSpace(source.visits, space);
  }
  const line = isQuiet ? undefined : createLoadLine(io.err, io.clock);
  const options: SeedOptions = {
    connection,
    schemas,
    signal: io.signal,
    onTable({ table, rows }) {
      line?.clear();
      if (line) writeLine(io.err, `Loaded ${table}: ${rows.toLocaleString('en-US')} rows`);
    },
    onProgress: (progress) => line?.update(progress),
  };
  const watch = await watchServerMemory(connection);
  let counts: readonly TableCount[];
  let peak: TreePeak | undefined;
  try {
    counts = await (typeof source === 'string'
      ? seedFromFiles(source, options)
      : seedFromGenerator(source, options));
  } finally {
    line?.clear();
    peak = await watch?.stop();
  }
  return { counts, serverPeakBytes: peak?.totalBytes };
}
