import { exitCodes, UsageError } from '@pipelines/command-line';
import { loadCursor } from '@pipelines/contracts';
import type { JsonObject } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';
import { ValidationError } from '../../errors/validation-error.ts';
import { readJsonIfExists } from '../../steps/optional-files.ts';
import { writeJson } from '../../steps/write-report.ts';
import type { CliIo } from '../cli-io.ts';
import type { Command, CommandResult } from '../command.ts';
import { fileOfRun } from '../file-of-run.ts';
import { machineInput } from '../machine-input.ts';
import { parseOptions, runOptions } from '../options.ts';
import { bodyOf, resultOf } from '../step-commands.ts';
import { deadlineOf, invocationUntil } from '../time-budget.ts';
import { untilStopped } from '../until-stopped.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

/** The load of what passed into the graph, as often as it takes. */
export const load: Command = {
  summary: 'bring the graph to what the validated file says',
  help: `Usage: sbir-refresh load [--resume] [options]
  --resume          go on where a load with --time-budget has stopped
The options of "sbir-refresh run"; those that this step has no use for are ignored. A load that its
--time-budget stops keeps its place beside the reports of the day, and ends with exit code 5.`,
  async run(args, io) {
    const options = { ...runOptions, resume: { type: 'boolean', default: false } } as const;
    const { values } = parseOptions(args, options);
    if (values['dry-run']) throw new UsageError('A load has no dry run; see reset --dry-run.');
    const input = await machineInput(values, io.cwd);
    const workspace = openWorkspace(values, io);
    const { run_date } = await fileOfRun(workspace.files, input);
    const cursorKey = `artifacts/${run_date}/neo4j_load_cursor.json`;
    const cursor = values.resume ? await readCursor(workspace.files, cursorKey) : null;
    const event = eventOf(input, run_date);
    const deadlineMs = deadlineOf(values, io);
    return loadUntilDone({ event, cursor, cursorKey, deadlineMs }, workspace, io);
  },
};

interface Load {
  readonly event: JsonObject;
  readonly cursor: JsonObject | null;
  readonly cursorKey: string;
  readonly deadlineMs: number | undefined;
}

async function loadUntilDone(
  { event, cursor: first, cursorKey, deadlineMs }: Load,
  { files, steps }: Workspace,
  io: CliIo,
): Promise<CommandResult> {
  let cursor = first;
  for (;;) {
    const invocation = invocationUntil(deadlineMs, io);
    const answering = steps['load-neo4j']?.({ ...event, cursor }, invocation);
    const body = bodyOf(await untilStopped(answering ?? Promise.resolve(), io.signal));
    if (body['done'] === true) {
      await files.delete(cursorKey);
      const { check_passed = null, ...rest } = body;
      return resultOf('load', { ...rest, passed: check_passed });
    }
    cursor = body['cursor'] as JsonObject;
    if (deadlineMs !== undefined) {
      await writeJson(files, cursorKey, cursor);
      return { ...resultOf('load', body), exitCode: exitCodes.timeout };
    }
  }
}

function eventOf(input: JsonObject, run_date: string): JsonObject {
  const { graph_profile = null, graph_scope = null, neo4j_secret_name = null } = input;
  return {
    validated_csv_s3_key: `processed/ingestion/${run_date}/validated_sbir_awards.csv`,
    ...{ run_date, graph_profile, graph_scope, neo4j_secret_name },
    include_personal: input['include_personal'] ?? false,
    raise_on_error: true,
  };
}

async function readCursor(files: FileStore, key: string): Promise<JsonObject> {
  const cursor = await readJsonIfExists(files, key, loadCursor);
  if (cursor) return cursor;
  throw new ValidationError(`There is no load to resume: ${key} does not exist`);
}
