import { exitCodes, UsageError } from '@pipelines/command-line';
import type { Json } from '@pipelines/core';
import { machines, type MachineSpec } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { completeInput } from '../cli/execution-input.ts';
import { exitCodeOfRun } from '../cli/exit-code-of-run.ts';
import { findMachine } from '../cli/find-machine.ts';
import { usesDatabase } from '../cli/machine-needs.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { parseCount } from '../cli/parse-count.ts';
import { untilEnded } from '../cli/until-ended.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { benchFiguresOf, benchRunLine, benchSummaryLines } from '../report/bench-report.ts';
import { isDatabaseGiven } from '../function-values.ts';
import { asciiIcons, emojiIcons, type Icons } from '../report/icons.ts';
import { summarizeRun, type RunSummary } from '../report/run-summary.ts';
import { reportLines } from '../report/terminal-report.ts';

const DEFAULT_RUNS = '3';

const names = machines.filter(usesDatabase).map(({ name }) => name);

export const help = `Usage: simulator bench-run MACHINE [options]
Run a state machine several times, one execution after the other, and compare their durations.

  -n, --runs N     executions (default ${DEFAULT_RUNS})
  --as-of TS       the moment that every run calls "now" (default: its own start)
  --mock           answer tasks with fixed numbers: no database is started or touched
  --ascii          [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Machines: ${names.join(', ')}
The first run includes a cold start. The first that fails ends it, with the exit codes of run.

Examples:
  simulator bench-run etl-pipeline -n 5
  simulator bench-run etl-pipeline --mock --json`;

/** `simulator bench-run`: conflict-report.md 3.5. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      runs: { type: 'string', short: 'n', default: DEFAULT_RUNS },
      'as-of': { type: 'string' },
      mock: { type: 'boolean', default: false },
      ascii: { type: 'boolean', default: false },
    },
    ['MACHINE'],
  );
  const machine = findMachine(positionals[0] ?? '');
  if (!usesDatabase(machine)) {
    throw new UsageError(`bench-run repeats machines on PostgreSQL, and ${machine.name} is none.`);
  }
  const runs = parseCount('--runs', values.runs);
  if (runs === 0) throw new UsageError('--runs must be at least 1.');
  const input = completeInput({}, { asOf: values['as-of'], isMock: values.mock });
  const icons = values.ascii ? asciiIcons : emojiIcons;

  const cloudOptions = {
    dataDir: values['data-dir'],
    mode: values.mock ? ('mock' as const) : ('real' as const),
    isQuiet: values.quiet,
  };
  return withCloud(io, cloudOptions, async (cloud) => {
    // Started now: the first duration must not include it.
    if (!values.mock && !isDatabaseGiven(io.env)) {
      await untilStopped(cloud, io.signal, () => cloud.postgres());
    }
    const durations: number[] = [];
    for (let index = 1; index <= runs; index += 1) {
      const summary = await runOnce(cloud, io, { machine, input });
      if (summary.status !== 'SUCCEEDED') return reportFailure(summary, io, { machine, icons });
      const seconds = (summary.stopMs - summary.startMs) / 1_000;
      durations.push(seconds);
      if (!values.json) writeLine(io.out, benchRunLine({ index, runs, seconds }, icons));
    }
    const figures = benchFiguresOf(durations);
    if (values.json) writeLine(io.out, JSON.stringify(figures, undefined, 2));
    else for (const line of benchSummaryLines(figures)) writeLine(io.out, line);
    return exitCodes.ok;
  });
}

async function runOnce(
  cloud: Cloud,
  io: CliIo,
  { machine, input }: { readonly machine: MachineSpec; readonly input: Json },
): Promise<RunSummary> {
  io.signal.throwIfAborted();
  const execution = cloud.startExecution({ machine: machine.name, input });
  await untilEnded(execution, io.signal);
  io.signal.throwIfAborted();
  return summarizeRun(execution.history(), machine.workingStates);
}

function reportFailure(
  summary: RunSummary,
  io: CliIo,
  { machine, icons }: { readonly machine: MachineSpec; readonly icons: Icons },
): number {
  const options = { workingStates: machine.workingStates, icons, database: undefined };
  for (const line of reportLines(summary, options)) writeLine(io.err, line);
  return exitCodeOfRun(summary);
}
