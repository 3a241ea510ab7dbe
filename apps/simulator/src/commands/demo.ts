import { machines } from '@pipelines/workflows';
import { AddressInUseError, createApiServer, type ApiServer } from '../api/server.ts';
import type { Cloud } from '../cloud.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { exitCodeOfRun } from '../cli/exit-code-of-run.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { reportRun } from '../cli/report-run.ts';
import { bannerLines, DEFAULT_PORT, parsePort, untilAborted } from '../cli/serving.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { countConflicts, isSeeded } from '../database/conflict-numbers.ts';
import { withClient } from '../database/open-client.ts';
import { schemaNamesOf } from '../database/schema-names.ts';
import { seedFromGenerator } from '../database/seed-from-generator.ts';
import { asciiIcons, emojiIcons } from '../report/icons.ts';
import { createRunProgress, silentProgress } from '../report/run-progress.ts';
import { tableCountLines } from '../report/table-counts.ts';

const MACHINE = 'etl-pipeline';

export const help = `Usage: simulator demo [options]
What npm start does: PostgreSQL, generated visits, one run of ${MACHINE}, then serve until Ctrl-C.

  --visits N       generated when the database is still empty (default 20000)
  --once           end after the run, with its exit code
  --port N         default ${DEFAULT_PORT}, or a free one when that is taken
  --ascii          [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Uses its own database even where POSTGRES_HOST is set.

Examples:
  simulator demo
  simulator demo --visits 100000 --once`;

/** `simulator demo`: seed unless seeded, run, print the report, stay up. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    visits: { type: 'string', default: '20000' },
    once: { type: 'boolean', default: false },
    port: { type: 'string' },
    ascii: { type: 'boolean', default: false },
  });
  const visits = parseCount('--visits', values.visits);
  const port = values.port === undefined ? undefined : parsePort(values.port);
  const dataDir = values['data-dir'];
  const isQuiet = values.quiet;
  const ownIo = { ...io, env: withoutGivenDatabase(io, isQuiet) };
  const progress = isQuiet ? silentProgress : createRunProgress(io.err, io.clock);
  const say = (line: string): void => {
    if (!isQuiet) writeLine(io.err, line);
  };

  const options = {
    dataDir,
    mode: 'real' as const,
    isQuiet,
    onLog: (line: string) => progress.addLog(line),
  };
  return withCloud(ownIo, options, async (cloud) => {
    const engine = await cloud.postgres();
    io.signal.throwIfAborted();
    await seedOnce(cloud, ownIo, { visits, say });
    const execution = cloud.startExecution({ machine: MACHINE, input: {} });
    const summary = await reportRun(execution, io, {
      workingStates: workingStates(),
      icons: values.ascii ? asciiIcons : emojiIcons,
      database: engine.connection.database,
      format: values.json ? 'json' : 'text',
      progress,
    });
    io.signal.throwIfAborted();
    if (!values.json && summary.status === 'SUCCEEDED') await printNumbers(cloud, ownIo);
    if (values.once) return exitCodeOfRun(summary);
    return stayUp(cloud, io, { port, dataDir, isJson: values.json });
  });
}

/** The settings of a database that the demo must neither fill nor change. */
const GIVEN_DATABASE = /^(?:POSTGRES_(?:HOST|PORT|DATABASE|USER|PASSWORD|TLS)|DB_SECRET_ID)$/;

function withoutGivenDatabase(io: CliIo, isQuiet: boolean): CliIo['env'] {
  if (io.env['POSTGRES_HOST'] && !isQuiet) {
    writeLine(
      io.err,
      'POSTGRES_HOST is set; the demo leaves that database alone and uses its own.',
    );
  }
  return Object.fromEntries(Object.entries(io.env).filter(([name]) => !GIVEN_DATABASE.test(name)));
}

function workingStates(): readonly string[] {
  return machines.find(({ name }) => name === MACHINE)?.workingStates ?? [];
}

async function seedOnce(
  cloud: Cloud,
  io: CliIo,
  { visits, say }: { readonly visits: number; readonly say: (line: string) => void },
): Promise<void> {
  const { connection } = await cloud.postgres();
  const schemas = schemaNamesOf(io.env);
  if (await withClient(connection, (client) => isSeeded(client, schemas))) {
    say('The database holds visits already; simulator seed replaces them.');
    return;
  }
  say(`Seeding ${visits.toLocaleString('en-US')} generated visits …`);
  const asOf = new Date(io.clock.now()).toISOString();
  const counts = await seedFromGenerator(
    { visits, seed: 1, asOf },
    { connection, schemas, signal: io.signal },
  );
  for (const line of tableCountLines(counts)) say(line);
}

async function printNumbers(cloud: Cloud, io: CliIo): Promise<void> {
  const { connection } = await cloud.postgres();
  const numbers = await withClient(connection, (client) =>
    countConflicts(client, schemaNamesOf(io.env)),
  );
  const rows = [
    ['visits', numbers.visits],
    ['pairs of visits of one caregiver', numbers.pairs],
    ['pairs copied for comparison', numbers.copiedPairs],
    ['pairs in conflict by at least one rule', numbers.conflictingPairs],
  ] as const;
  writeLine(io.out, 'In the database:');
  for (const [label, count] of rows) {
    writeLine(io.out, `${count.toLocaleString('en-US').padStart(12)}  ${label}`);
  }
  writeLine(io.out);
}

async function stayUp(
  cloud: Cloud,
  io: CliIo,
  options: {
    readonly port: number | undefined;
    readonly dataDir: string;
    readonly isJson: boolean;
  },
): Promise<never> {
  const { port, dataDir, isJson } = options;
  const server = await openServer(cloud, io, port);
  try {
    const engine = await cloud.postgres();
    const lines = bannerLines({ url: server.url, dataDir, engine });
    for (const line of lines) writeLine(isJson ? io.err : io.out, line);
    return await untilAborted(io.signal);
  } finally {
    await server.close();
  }
}

/** A newcomer's 8083 may be taken, then any port will do; one that was asked for must be that one. */
async function openServer(cloud: Cloud, io: CliIo, port: number | undefined): Promise<ApiServer> {
  const open = (wanted: number): Promise<ApiServer> =>
    createApiServer({
      registry: cloud.registry,
      port: wanted,
      onProblem: (line) => writeLine(io.err, line),
    });
  if (port !== undefined) return open(port);
  try {
    return await open(DEFAULT_PORT);
  } catch (error) {
    if (!(error instanceof AddressInUseError)) throw error;
    return open(0);
  }
}
