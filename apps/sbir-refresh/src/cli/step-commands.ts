import { exitCodes } from '@pipelines/command-line';
import type { JsonObject } from '@pipelines/core';
import type { CliIo } from './cli-io.ts';
import type { Command, CommandResult } from './command.ts';
import { fileOfRun } from './file-of-run.ts';
import { machineInput } from './machine-input.ts';
import { parseOptions, runOptions } from './options.ts';
import { summaryLines } from './summary-lines.ts';
import { deadlineOf, invocationUntil } from './time-budget.ts';
import { untilStopped } from './until-stopped.ts';
import { withWorkspace } from './with-workspace.ts';
import type { Workspace } from './workspace.ts';

/** What one step needs to know of itself. */
interface StepCommand {
  readonly summary: string;
  /** Function of the machine. */
  readonly step: string;
  readonly event: (input: JsonObject, workspace: Workspace) => Promise<JsonObject>;
}

const PREVIOUS_METADATA = 'artifacts/latest/metadata.json';

/** Steps that take nothing but the options of a run. The others have a file of their own. */
const steps = {
  download: {
    summary: 'fetch the award file, check it, store it when it is new',
    step: 'download-csv',
    event: async ({ source_url = null, force_refresh = false, run_neo4j = true, ...input }) => ({
      ...{ source_url, force_refresh, run_neo4j },
      run_date: input['run_date'] ?? null,
    }),
  },
  validate: {
    summary: 'header, hash and counts of the award file, compared with the vintage before',
    step: 'validate-dataset',
    event: async (input, { files }) => {
      const { key, run_date } = await fileOfRun(files, input);
      const { allow_schema_drift = false, source_url = null } = input;
      return {
        ...{ s3_key: key, run_date, allow_schema_drift, source_url },
        previous_metadata_s3_key: PREVIOUS_METADATA,
      };
    },
  },
  profile: {
    summary: 'rows and headers of the award file and of the company files',
    step: 'profile-inputs',
    event: async (input, { files }) => {
      const { key, run_date } = await fileOfRun(files, input);
      const { company_dir_s3_prefix = null, require_company_files = false } = input;
      return { award_csv_s3_key: key, run_date, company_dir_s3_prefix, require_company_files };
    },
  },
  ingest: {
    summary: 'judge every record; write what passes, with the report',
    step: 'ingestion-checks',
    event: async (input, { files }) => {
      const { key, run_date } = await fileOfRun(files, input);
      const { pass_rate_threshold = null, allow_schema_drift = false } = input;
      return { csv_s3_key: key, run_date, pass_rate_threshold, allow_schema_drift };
    },
  },
  enrich: {
    summary: 'how many awards have their company in the company files',
    step: 'enrichment-checks',
    event: async (input, { files }) => {
      const { key, run_date } = await fileOfRun(files, input);
      const { company_dir_s3_prefix = null } = input;
      return { awards_csv_s3_key: key, run_date, company_dir_s3_prefix };
    },
  },
} as const satisfies Readonly<Record<string, StepCommand>>;

/** Name of a command that is one step. */
export type StepName = keyof typeof steps;

/**
 * The command of one step, on the files of a run: its answer as the step's Lambda gives it.
 *
 * A step whose answer is that the data did not pass ends with the code of a quality gate.
 */
export function stepCommand(name: StepName, extraHelp = ''): Command {
  const { summary }: StepCommand = steps[name];
  return {
    summary,
    help: `Usage: sbir-refresh ${name} [options]
The options of "sbir-refresh run"; those that this step has no use for are ignored.${extraHelp}
Without --run-date the newest file under raw/awards/ is meant.`,
    run: (args, io) => runStep(name, args, io),
  };
}

async function runStep(name: StepName, args: readonly string[], io: CliIo): Promise<CommandResult> {
  const { values } = parseOptions(args, runOptions);
  const { step, event }: StepCommand = steps[name];
  const input = await machineInput(values, io.cwd);
  return withWorkspace(values, io, async (workspace) => {
    const call = { ...(await event(input, workspace)), raise_on_error: true };
    const invocation = invocationUntil(deadlineOf(values, io), io);
    const answering = workspace.steps[step]?.(call, invocation) ?? Promise.reject(new Error(step));
    return resultOf(name, bodyOf(await untilStopped(answering, io.signal)));
  });
}

/** The body of a step's answer. */
export function bodyOf(answer: unknown): JsonObject {
  return (answer as { readonly body: JsonObject }).body;
}

/** A step's body as the result of its command. */
export function resultOf(name: string, body: JsonObject): CommandResult {
  const { status, passed, ...facts } = body;
  const outcome = typeof status === 'string' ? status : 'success';
  return {
    exitCode: passed === false ? exitCodes.qualityGate : exitCodes.ok,
    document: body,
    lines: [`${name}: ${outcome}`, ...summaryLines(facts)],
  };
}
