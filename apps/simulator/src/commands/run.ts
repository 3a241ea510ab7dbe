import type { Execution } from '@pipelines/asl-runtime';
import { exitCodes, UsageError } from '@pipelines/command-line';
import type { Json } from '@pipelines/core';
import { machines, type MachineSpec } from '@pipelines/workflows';
import type { Cloud } from '../cloud.ts';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { didYouMean } from '../cli/did-you-mean.ts';
import { completeInput } from '../cli/execution-input.ts';
import { exitCodeOfRun } from '../cli/exit-code-of-run.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { chunkedFormOf, findMachine } from '../cli/find-machine.ts';
import { usesSource } from '../cli/machine-needs.ts';
import { readJsonOption } from '../cli/read-json-option.ts';
import { reportRun } from '../cli/report-run.ts';
import { startSingleState } from '../cli/start-single-state.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { withCloud } from '../cli/with-cloud.ts';
import { isDatabaseGiven } from '../function-values.ts';
import { planRefresh } from '../refresh/plan-refresh.ts';
import { runRefresh } from '../refresh/run-refresh.ts';
import { asciiIcons, emojiIcons, type Icons } from '../report/icons.ts';
import { createRunProgress, silentProgress, type RunProgress } from '../report/run-progress.ts';

export const help = `Usage: simulator run MACHINE [options]
Run one execution of a state machine and print its report.

  --input JSON|@FILE   execution input (default {})
  --as-of TS           the moment the run calls "now", such as 2025-01-20T14:30:00Z
  --mock               answer tasks with fixed numbers: no database is started or touched
  --task STATE         run only this working state, such as ExecuteTask02
  --chunked            the machine in chunks; MAX_WORKERS (default 4) of them run at once
  --source FILE        the refresh: this award file, served as its source URL
  --companies DIR      the refresh: company files to put where it looks for them
  --assembly DIR       definitions and zips of dist/apps/infra/cdk.out: what would be deployed
  --ascii              [OK] and [FAIL] instead of emoji
${commonOptionsHelp}

Machines: ${machines.map(({ name }) => name).join(', ')}
Exit codes: 0 succeeded, 1 failed, 3 configuration or connection, 4 data below its checks,
5 timeout, 6 another run's lock. The refresh takes by default what simulator seed sbir wrote.

Examples:
  simulator run etl-pipeline --as-of 2025-01-20T14:30:00Z --json
  simulator run sbir-analytics-weekly-refresh --input '{"force_refresh":true}'`;

/** `simulator run`: one execution and its report on stdout. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      input: { type: 'string', default: '{}' },
      'as-of': { type: 'string' },
      mock: { type: 'boolean', default: false },
      task: { type: 'string' },
      chunked: { type: 'boolean', default: false },
      source: { type: 'string' },
      companies: { type: 'string' },
      assembly: { type: 'string' },
      ascii: { type: 'boolean', default: false },
    },
    ['MACHINE'],
  );
  const named = findMachine(positionals[0] ?? '');
  const machine = values.chunked ? chunkedFormOf(named) : named;
  const base = await readJsonOption('--input', values.input, io.cwd);
  const shared = {
    machine,
    dataDir: values['data-dir'],
    isQuiet: values.quiet,
    assembly: values.assembly,
    icons: values.ascii ? asciiIcons : emojiIcons,
    format: values.json ? ('json' as const) : ('text' as const),
    progress: values.quiet ? silentProgress : createRunProgress(io.err, io.clock),
  };
  const { source, companies, task, mock: isMock } = values;
  const asOf = values['as-of'];
  if (usesSource(machine)) {
    assertWholeRun(machine, { task, isMock });
    const line = { source, companies, asOf, input: base, dataDir: shared.dataDir, cwd: io.cwd };
    const plan = await planRefresh(line);
    return exitCodeOfRun(await runRefresh(io, { ...shared, plan }));
  }
  if (source !== undefined || companies !== undefined) {
    throw new UsageError(`--source and --companies: ${machine.name} reads no award file.`);
  }
  if (task !== undefined) assertWorkingState(machine, task);
  const input = completeInput(base, { asOf, isMock });
  return runOnDatabase(io, { ...shared, task, input, isMock });
}

interface DatabaseRun {
  readonly machine: MachineSpec;
  readonly task: string | undefined;
  readonly input: Json;
  readonly isMock: boolean;
  readonly dataDir: string;
  readonly isQuiet: boolean;
  readonly assembly: string | undefined;
  readonly icons: Icons;
  readonly format: 'text' | 'json';
  readonly progress: RunProgress;
}

async function runOnDatabase(io: CliIo, options: DatabaseRun): Promise<number> {
  const { machine, task, input, isMock, dataDir, isQuiet, assembly } = options;
  const { icons, format, progress } = options;
  const mode = isMock ? ('mock' as const) : ('real' as const);
  const onLog = (line: string): void => progress.addLog(line);
  return withCloud(io, { dataDir, mode, isQuiet, assembly, onLog }, async (cloud) => {
    const database = isMock ? undefined : await databaseName(cloud, io);
    io.signal.throwIfAborted();
    const execution = startExecution(cloud, machine, { task, input });
    const summary = await reportRun(execution, io, {
      workingStates: task === undefined ? machine.workingStates : [task],
      icons,
      database,
      format,
      progress,
    });
    io.signal.throwIfAborted();
    const exitCode = exitCodeOfRun(summary);
    if (exitCode === exitCodes.configuration && !isQuiet) hintAtSeed(io, isMock);
    return exitCode;
  });
}

/** The refresh has no mock answers, and its states work on what the states before them found. */
function assertWholeRun(
  { name }: MachineSpec,
  { task, isMock }: { readonly task: string | undefined; readonly isMock: boolean },
): void {
  if (isMock) throw new UsageError(`--mock: the functions of ${name} have no mock answers.`);
  if (task !== undefined) {
    throw new UsageError(`--task: the states of ${name} need what those before them found.`);
  }
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
  const { connection } = await untilStopped(cloud, io.signal, () => cloud.postgres());
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
