import path from 'node:path';
import { Neo4jStartError, Neo4jUnavailableError } from '@pipelines/local-cloud';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { machines } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import type { CliIo } from '../cli/cli-io.ts';
import { reportRun } from '../cli/report-run.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { writeSampleFiles } from '../files/write-sample-files.ts';
import type { Icons } from '../report/icons.ts';
import type { RunProgress } from '../report/run-progress.ts';
import type { RunSummary } from '../report/run-summary.ts';
import { planRefresh, SBIR_FOLDER, type CompanyFiles, type RefreshPlan } from './plan-refresh.ts';
import { prepareRefresh, type PreparedRefresh } from './prepare-refresh.ts';
import type { SourceSetting } from './with-source.ts';

const MACHINE = 'sbir-analytics-weekly-refresh';
/** 4 MB: every kind of record, and a graph in seconds. */
const AWARDS = 2_000;

/**
 * The award and company files of the demo, generated the first time: `<data-dir>/sbir`.
 *
 * @returns what a run starts from; files that `seed sbir` wrote before are taken as they are
 */
export async function planDemoRefresh(
  io: CliIo,
  { dataDir, say }: { readonly dataDir: string; readonly say: (line: string) => void },
): Promise<RefreshPlan> {
  const line = { source: undefined, companies: undefined, asOf: undefined, input: {} };
  const plan = await planRefresh({ ...line, dataDir, cwd: io.cwd });
  if (plan.sourceFile !== undefined) return plan;
  say(`Writing ${AWARDS.toLocaleString('en-US')} generated awards and the files of their firms …`);
  const options = { awards: AWARDS, seed: 1, asOf: new Date(io.clock.now()).toISOString() };
  const files = [generateAwardFile(options), ...generateCompanyFiles(options)];
  await writeSampleFiles(files, path.resolve(io.cwd, dataDir, SBIR_FOLDER), { signal: io.signal });
  return planRefresh({ ...line, dataDir, cwd: io.cwd });
}

export interface DemoRefreshOptions {
  readonly setting: SourceSetting;
  readonly companies: CompanyFiles;
  /** False leaves the states of the graph out. */
  readonly hasGraph: boolean;
  readonly icons: Icons;
  readonly format: 'text' | 'json';
  readonly progress: RunProgress;
  readonly say: (line: string) => void;
}

/** One execution of the refresh on an open cloud, with its report on stdout. */
export async function runDemoRefresh(
  cloud: Cloud,
  io: CliIo,
  options: DemoRefreshOptions,
): Promise<RunSummary> {
  const { icons, format, progress } = options;
  const { input, bucket, graph } = await untilStopped(cloud, io.signal, () =>
    prepare(cloud, io.signal, options),
  );
  const execution = cloud.startExecution({ machine: MACHINE, input });
  return reportRun(execution, io, {
    workingStates: machines.find(({ name }) => name === MACHINE)?.workingStates ?? [],
    icons,
    database: undefined,
    files: { bucket, graph },
    format,
    progress,
  });
}

/** A newcomer without a way to a Neo4j sees the rest of the refresh, and how to get one. */
async function prepare(
  cloud: Cloud,
  signal: AbortSignal,
  { setting, companies, hasGraph, say }: DemoRefreshOptions,
): Promise<PreparedRefresh> {
  const { env, input } = setting;
  const without = { input: { ...input, run_neo4j: false }, companies };
  if (!hasGraph) return prepareRefresh(cloud, without, { env, say });
  try {
    return await prepareRefresh(cloud, { input, companies }, { env, say });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Neo4jStartError)) throw error;
    // Its first line says what could not be fetched or started; the second one what helps.
    say(error.message.split('\n')[0] ?? '');
    say(new Neo4jUnavailableError('to be fetched once').message.split('\n')[1] ?? '');
    return prepareRefresh(cloud, without, { env, say });
  }
}
