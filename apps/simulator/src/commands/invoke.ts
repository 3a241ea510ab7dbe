import { type ExitCode, exitCodes, UsageError } from '@pipelines/command-line';
import { isJsonObject, type Json } from '@pipelines/core';
import { functions } from '@pipelines/workflows';
import { writeLine, type CliIo } from '../cli/cli-io.ts';
import { didYouMean } from '../cli/did-you-mean.ts';
import { completeInput } from '../cli/execution-input.ts';
import { commonOptionsHelp, parseCommandLine } from '../cli/parse-command-line.ts';
import { readJsonOption } from '../cli/read-json-option.ts';
import { withCloud } from '../cli/with-cloud.ts';
import type { InvokeResult } from '../functions/function-host.ts';
import { invocationHeaderLines, invocationResultLines } from '../report/invocation-report.ts';

export const help = `Usage: simulator invoke FUNCTION (--action ACTION | --event JSON|@FILE) [options]
Run a Lambda once, from its zip, and print what it answers.

  --action ACTION      sets "action" in the event, such as task_01
  --event JSON|@FILE   the event (default {})
  --mock               sets "use_mock": no database is started or touched
${commonOptionsHelp}

Functions: ${functions.map(({ name }) => name).join(', ')}
Exit codes: 0 when the status code is 200, 6 when another run holds the lock, else 1.
With --json stdout is the function's result.

Examples:
  simulator invoke etl-pipeline-function --action validate_config
  simulator invoke etl-pipeline-function --action task_01 --mock
  simulator invoke etl-pipeline-function --event '{"action":"task_02","use_mock":true}'`;

/** `simulator invoke`: one invocation in the form of conflict-report.md 1.5. See {@link help}. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseCommandLine(
    args,
    {
      action: { type: 'string' },
      event: { type: 'string' },
      mock: { type: 'boolean', default: false },
    },
    ['FUNCTION'],
  );
  const functionName = findFunction(positionals[0] ?? '');
  if (values.action === undefined && values.event === undefined) {
    throw new UsageError('Give the function an event: --action ACTION or --event JSON.');
  }
  const base = await readJsonOption('--event', values.event ?? '{}', io.cwd);
  const event = completeInput(base, { action: values.action, isMock: values.mock });
  const isMock = isJsonObject(event) && event['use_mock'] === true;
  const mode = isMock ? ('mock' as const) : ('real' as const);

  const cloudOptions = { dataDir: values['data-dir'], mode, isQuiet: values.quiet };
  return withCloud(io, cloudOptions, async (cloud) => {
    if (!values.json) printLines(io, invocationHeaderLines(actionOf(event), isMock));
    const startMs = io.clock.now();
    const result = await cloud.functions.invoke(functionName, event, { signal: io.signal });
    const seconds = (io.clock.now() - startMs) / 1_000;
    const statusCode = statusCodeOf(result);
    if (values.json) writeLine(io.out, JSON.stringify(result.payload, undefined, 2));
    else printLines(io, invocationResultLines(statusCode, seconds, bodyOf(result)));
    return exitCodeOf(statusCode, bodyOf(result));
  });
}

function findFunction(name: string): string {
  const names = functions.map((spec) => spec.name);
  if (names.includes(name)) return name;
  throw new UsageError(`Unknown function "${name}".${didYouMean(name, names)}`);
}

function printLines(io: CliIo, lines: readonly string[]): void {
  io.out.write(`${lines.join('\n')}\n`);
}

function actionOf(event: Json): string {
  const action = isJsonObject(event) ? event['action'] : undefined;
  return typeof action === 'string' ? action : 'N/A';
}

/** A function that threw has no envelope: for the caller that is a 500, as behind an HTTP API. */
function statusCodeOf({ payload, functionError }: InvokeResult): number {
  if (functionError) return 500;
  const statusCode = isJsonObject(payload) ? payload['statusCode'] : undefined;
  return typeof statusCode === 'number' ? statusCode : 200;
}

/** conflict-report.md 1.5 knows 0 and 1; that a lock is held is for the caller to wait for. */
function exitCodeOf(statusCode: number, body: Json): ExitCode {
  if (statusCode === 200) return exitCodes.ok;
  const errorType = isJsonObject(body) ? (body['error_type'] ?? body['errorType']) : undefined;
  return errorType === 'TaskAlreadyRunningError' ? exitCodes.lock : exitCodes.failed;
}

function bodyOf({ payload }: InvokeResult): Json {
  return isJsonObject(payload) && 'body' in payload ? (payload['body'] ?? null) : payload;
}
