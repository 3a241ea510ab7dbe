import type { Execution } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import { machines, type MachineSpec } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import { UsageError } from '../cli/cli-errors.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { didYouMean } from '../cli/did-you-mean.ts';
import { completeInput } from '../cli/execution-input.ts';
import { exitCodeOfRun } from '../cli/exit-code-of-run.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { findMachine } from '../cli/find-machine.ts';
import { readJsonOption } from '../cli/read-json-option.ts';
import { reportRun } from '../cli/report-run.ts';
import { startSingleState } from '../cli/start-single-state.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { isDatabaseGiven } from '../function-values.ts';
import { asciiIcons, emojiIcons } from '../report/icons.ts';
import { createRunProgress, silentProgress } from '../report/run-progress.ts';

export const help = `Usage: simulator run MACHINE [options]
Run one execution of a state machine and print its report.

  --input JSON|@FILE   execution input (default {})
  --as-of TS           the moment the run calls "now", such as 2025-01-20T14:30:00Z
  --mock               answer tasks with fixed numbers: no database is started or touched
  --task STATE         run only this working state, such as ExecuteTask02
  --ascii              [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Machines: ${machines.map(({ name }) => name).join(', ')}
Exit codes: 0 succeeded, 1 failed, 3 configuration or connection, 5 timeout.

Examples:
  simulator run etl-pipeline --mock
  simulator run etl-pipeline --as-of 2025-01-20T14:30:00Z --json
  simulator run etl-pipeline --task ExecuteTask01
  simulator run etl-pipeline-full --task UpdateStatuses`;

/** `simulator run`: one execution and its report on stdout. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      input: { type: 'string', default: '{}' },
      'as-of': { type: 'string' },
      mock: { type: 'boolean', default: false },
      task: { type: 'string' },
      ascii: { type: 'boolean', default: false },
    },
    ['MACHINE'],
  );
  const machine = findMachine(positionals[0] ?? '');
  const { task } = values;
  if (task !== undefined) assertWorkingState(machine, task);
  const base = await readJsonOption('--input', values.input, io.cwd);
  const input = completeInput(base, { asOf: values['as-of'], isMock: values.mock });
  const progress = values.quiet ? silentProgress : createRunProgress(io.err, io.clock);

  const cloudOptions = {
    dataDir: values['data-dir'],
    mode: values.mock ? ('mock' as const) : ('real' as const),
    isQuiet: values.quiet,
    onLog: (line: string) => progress.addLog(line),
  };
  return withCloud(io, cloudOptions, async (cloud) => {
    const database = values.mock ? undefined : await databaseName(cloud, io);
    io.signal.throwIfAborted();
    const execution = startExecution(cloud, machine, { task, input });
    const summary = await reportRun(execution, io, {
      workingStates: task === undefined ? machine.workingStates : [task],
      icons: values.ascii ? asciiIcons : emojiIcons,
      database,
      format: values.json ? 'json' : 'text',
      progress,
    });
    io.signal.throwIfAborted();
    const exitCode = exitCodeOfRun(summary);
    if (exitCode === exitCodes.configuration && !values.quiet) hintAtSeed(io, values.mock);
    return exitCode;
  });
}

function assertWorkingState({ workingStates, name }: MachineSpec, task: string): void {
  if (workingStates.includes(task)) return;
  const known = workingStates.join(', ');
  const hint = didYouMean(task, workingStates);
  throw new UsageError(`--task: ${name} has no state "${task}".${hint} It has ${known}.`);
}

/** The name for the report's header; with a given database the Lambda checks the rest itself. */
async function databaseName(cloud: Cloud, io: CliIo): Promise<string | undefined> {
  if (isDatabaseGiven(io.env)) return io.env['POSTGRES_DATABASE'];
  const { connection } = await cloud.postgres();
  return connection.database;
}

function startExecution(
  cloud: Cloud,
  machine: MachineSpec,
  { task, input }: { readonly task: string | undefined; readonly input: Json },
): Execution {
  return task === undefined
    ? cloud.startExecution({ machine: machine.name, input })
    : startSingleState(cloud, machine, { state: task, input });
}

/** The usual reason on the first day, and only on the simulator's own database. */
function hintAtSeed(io: CliIo, isMock: boolean): void {
  if (isMock || isDatabaseGiven(io.env)) return;
  writeLine(io.err, 'The database may still be empty: simulator seed makes and fills its schemas.');
}
