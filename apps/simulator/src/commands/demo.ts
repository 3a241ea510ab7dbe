import type { PostgresConnection } from '@pipelines/local-cloud';
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
import { asciiIcons, emojiIcons, type Icons } from '../report/icons.ts';
import { createRunProgress, silentProgress, type RunProgress } from '../report/run-progress.ts';
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
  const isQuiet = values.quiet;
  const progress = isQuiet ? silentProgress : createRunProgress(io.err, io.clock);
  const demo: Demo = {
    io: { ...io, env: withoutGivenDatabase(io, isQuiet) },
    visits: parseCount('--visits', values.visits),
    isOnce: values.once,
    port: values.port === undefined ? undefined : parsePort(values.port),
    dataDir: values['data-dir'],
    icons: values.ascii ? asciiIcons : emojiIcons,
    isJson: values.json,
    progress,
    say(line) {
      if (!isQuiet) writeLine(io.err, line);
    },
  };
  const { dataDir } = demo;
  const onLog = (line: string): void => progress.addLog(line);
  return withCloud(demo.io, { dataDir, mode: 'real', isQuiet, onLog }, (cloud) =>
    runDemo(cloud, demo),
  );
}

interface Demo {
  /** Without the settings of a given database. */
  readonly io: CliIo;
  readonly visits: number;
  readonly isOnce: boolean;
  /** `undefined`: the usual port, or any when that is taken. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly icons: Icons;
  readonly isJson: boolean;
  readonly progress: RunProgress;
  readonly say: (line: string) => void;
}

async function runDemo(cloud: Cloud, demo: Demo): Promise<number> {
  const { io, isJson } = demo;
  const { connection } = await cloud.postgres();
  await seedOnce(connection, demo);
  io.signal.throwIfAborted();
  const execution = cloud.startExecution({ machine: MACHINE, input: {} });
  const summary = await reportRun(execution, io, {
    workingStates: machines.find(({ name }) => name === MACHINE)?.workingStates ?? [],
    icons: demo.icons,
    database: connection.database,
    format: isJson ? 'json' : 'text',
    progress: demo.progress,
  });
  io.signal.throwIfAborted();
  if (!isJson && summary.status === 'SUCCEEDED') await printNumbers(connection, io);
  return demo.isOnce ? exitCodeOfRun(summary) : stayUp(cloud, demo);
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

async function seedOnce(connection: PostgresConnection, { io, visits, say }: Demo): Promise<void> {
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

async function printNumbers(connection: PostgresConnection, io: CliIo): Promise<void> {
  const schemas = schemaNamesOf(io.env);
  const numbers = await withClient(connection, (client) => countConflicts(client, schemas));
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

async function stayUp(cloud: Cloud, { io, port, dataDir, isJson }: Demo): Promise<never> {
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
      tokens: cloud.tokens,
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
