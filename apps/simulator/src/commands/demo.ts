import type { PostgresConnection } from '@pipelines/local-cloud';
import { machines } from '@pipelines/workflows';
import { DEFAULT_PORT } from '../api/default-port.ts';
import { AddressInUseError } from '../api/front-door.ts';
import { createApiServer, type ApiServer } from '../api/server.ts';
import type { Cloud } from '../cloud.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { exitCodeOfRun } from '../cli/exit-code-of-run.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { reportRun } from '../cli/report-run.ts';
import { bannerLines, parsePort, untilAborted } from '../cli/serving.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { countConflicts, isSeeded } from '../database/conflict-numbers.ts';
import { withClient } from '../database/open-client.ts';
import { schemaNamesOf } from '../database/schema-names.ts';
import { seedFromGenerator } from '../database/seed-from-generator.ts';
import {
  planDemoRefresh,
  runDemoRefresh,
  type DemoRefreshOptions,
} from '../refresh/demo-refresh.ts';
import { withSource } from '../refresh/with-source.ts';
import { asciiIcons, emojiIcons, type Icons } from '../report/icons.ts';
import { createRunProgress, silentProgress, type RunProgress } from '../report/run-progress.ts';
import type { RunSummary } from '../report/run-summary.ts';
import { tableCountLines } from '../report/table-counts.ts';

const MACHINE = 'etl-pipeline';

export const help = `Usage: simulator demo [options]
What npm start does: generated visits and one run of ${MACHINE} on PostgreSQL, generated awards and
one run of the weekly refresh on S3 and Neo4j, then serve until Ctrl-C.

  --visits N       generated when the database is still empty (default 20000)
  --no-graph       without Neo4j, whose first start fetches 125 MB
  --once           end after both runs, with the exit code of the first that failed
  --port N         default ${DEFAULT_PORT}, or a free one when that is taken
  --ascii          [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Uses its own engines even where POSTGRES_HOST, NEO4J_URI or AWS_ENDPOINT_URL_S3 is set.

Examples:
  simulator demo
  simulator demo --visits 100000 --once`;

/** `simulator demo`: seed unless seeded, run, print the report, stay up. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandLine(args, {
    visits: { type: 'string', default: '20000' },
    once: { type: 'boolean', default: false },
    'no-graph': { type: 'boolean', default: false },
    port: { type: 'string' },
    ascii: { type: 'boolean', default: false },
  });
  const isQuiet = values.quiet;
  const progress = isQuiet ? silentProgress : createRunProgress(io.err, io.clock);
  const demo: Demo = {
    io: { ...io, env: withoutGivenEngines(io, isQuiet) },
    visits: parseCount('--visits', values.visits),
    isOnce: values.once,
    hasGraph: !values['no-graph'],
    port: values.port === undefined ? undefined : parsePort(values.port),
    dataDir: values['data-dir'],
    icons: values.ascii ? asciiIcons : emojiIcons,
    isJson: values.json,
    progress,
    say(line) {
      if (!isQuiet) writeLine(io.err, line);
    },
  };
  const { dataDir, say } = demo;
  const onLog = (line: string): void => progress.addLog(line);
  const plan = await planDemoRefresh(demo.io, { dataDir, say });
  return withSource(plan, demo.io.env, (setting) =>
    withCloud(
      { ...demo.io, env: setting.env },
      { dataDir, mode: 'real', isQuiet, onLog },
      (cloud) => runDemo(cloud, demo, { setting, companies: plan }),
    ),
  );
}

interface Demo {
  /** Without the settings of given engines. */
  readonly io: CliIo;
  readonly hasGraph: boolean;
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

type Source = Pick<DemoRefreshOptions, 'setting' | 'companies'>;

async function runDemo(cloud: Cloud, demo: Demo, source: Source): Promise<number> {
  const { io, isJson, icons, progress, hasGraph, say } = demo;
  const format = isJson ? 'json' : 'text';
  const report = await runConflictReport(cloud, demo);
  io.signal.throwIfAborted();
  const options = { ...source, hasGraph, icons, format, progress, say } as const;
  const refresh = await runDemoRefresh(cloud, io, options);
  io.signal.throwIfAborted();
  return demo.isOnce ? exitCodeOfRun(report) || exitCodeOfRun(refresh) : stayUp(cloud, demo);
}

async function runConflictReport(cloud: Cloud, demo: Demo): Promise<RunSummary> {
  const { io, isJson } = demo;
  const { connection } = await untilStopped(cloud, io.signal, () => cloud.postgres());
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
  if (!isJson && summary.status === 'SUCCEEDED') await printNumbers(connection, io);
  return summary;
}

/** The settings of engines that the demo must neither fill nor change. */
const GIVEN_ENGINES =
  /^(?:POSTGRES_(?:HOST|PORT|DATABASE|USER|PASSWORD|TLS)|DB_SECRET_ID|NEO4J_(?:URI|USER|USERNAME|PASSWORD|DATABASE)|AWS_ENDPOINT_URL_(?:S3|SECRETS_MANAGER)|S3_BUCKET)$/;

function withoutGivenEngines(io: CliIo, isQuiet: boolean): CliIo['env'] {
  const given = ['POSTGRES_HOST', 'NEO4J_URI', 'AWS_ENDPOINT_URL_S3'].filter(
    (name) => io.env[name],
  );
  if (given.length > 0 && !isQuiet) {
    writeLine(
      io.err,
      `${given.join(', ')}: set, but the demo leaves what is there alone and uses its own.`,
    );
  }
  return Object.fromEntries(Object.entries(io.env).filter(([name]) => !GIVEN_ENGINES.test(name)));
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
    const lines = bannerLines({ url: server.url, dataDir, engine, isMocked: false });
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
      runTask: cloud.runTask,
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
