import type { MachineSpec } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { reportRun } from '../cli/report-run.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { withCloud } from '../cli/with-cloud.ts';
import type { Icons } from '../report/icons.ts';
import type { RunProgress } from '../report/run-progress.ts';
import type { RunSummary } from '../report/run-summary.ts';
import type { RefreshPlan } from './plan-refresh.ts';
import { prepareRefresh, type PreparedRefresh } from './prepare-refresh.ts';
import { withSource, type SourceSetting } from './with-source.ts';

export interface RunRefreshOptions {
  readonly machine: MachineSpec;
  readonly plan: RefreshPlan;
  readonly dataDir: string;
  readonly isQuiet: boolean;
  /** A synthesised assembly to run, as typed. */
  readonly assembly: string | undefined;
  readonly icons: Icons;
  readonly format: 'text' | 'json';
  readonly progress: RunProgress;
}

/**
 * One execution of the weekly refresh, with its report on stdout: source, bucket and graph are put
 * into place first, and everything that was started for it is stopped at the end.
 *
 * @throws {StopRequestedError} when `io.signal` aborts; errors of `prepareRefresh`
 */
export async function runRefresh(io: CliIo, options: RunRefreshOptions): Promise<RunSummary> {
  const { dataDir, isQuiet, assembly, progress } = options;
  const onLog = (line: string): void => progress.addLog(line);
  return withSource(options.plan, io.env, (setting) =>
    withCloud(
      { ...io, env: setting.env },
      { dataDir, mode: 'real', isQuiet, assembly, onLog },
      async (cloud) => {
        const prepared = await prepare(cloud, setting, { io, options });
        return executeRefresh(cloud, prepared, { io, options });
      },
    ),
  );
}

interface RefreshCall {
  readonly io: CliIo;
  readonly options: RunRefreshOptions;
}

async function prepare(
  cloud: Cloud,
  { env, input }: SourceSetting,
  { io, options }: RefreshCall,
): Promise<PreparedRefresh> {
  const say = (line: string): void => {
    if (!options.isQuiet) writeLine(io.err, line);
  };
  return untilStopped(cloud, io.signal, () =>
    prepareRefresh(cloud, { input, companies: options.plan }, { env, say }),
  );
}

/** Start the machine and report it to its end. */
async function executeRefresh(
  cloud: Cloud,
  { input, bucket, graph }: PreparedRefresh,
  { io, options }: RefreshCall,
): Promise<RunSummary> {
  const { machine, icons, format, progress } = options;
  const execution = cloud.startExecution({ machine: machine.name, input });
  const summary = await reportRun(execution, io, {
    workingStates: machine.workingStates,
    icons,
    database: undefined,
    files: { bucket, graph },
    format,
    progress,
  });
  io.signal.throwIfAborted();
  return summary;
}
