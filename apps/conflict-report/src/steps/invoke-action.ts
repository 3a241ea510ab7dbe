import {
  type ConflictReportEnvelope,
  type ConflictReportEvent,
  type SqlTaskEvent,
  sqlTasks,
  type SuccessBody,
} from '@pipelines/contracts';
import {
  createLogger,
  type Invocation,
  type Logger,
  logLevels,
  xrayTraceId,
} from '@pipelines/lambda-kit';
import { InvocationFailedError } from '../errors/invocation-failed-error.ts';
import type { ActionContext, Ports } from '../ports.ts';
import { describeFailure } from './describe-failure.ts';
import { actionOf, executionArnOf, parseEvent } from './parse-event.ts';
import { explainPair } from './explain-pair.ts';
import { prepareChunks } from './prepare-chunks.ts';
import { processChunk } from './process-chunk.ts';
import { runTask } from './run-task.ts';
import { testConnection } from './test-connection.ts';
import { validateConfig } from './validate-config.ts';
import { validateTask01, validateTask02 } from './validate-task.ts';
import { verifyChunks } from './verify-chunks.ts';

/**
 * Do what the event asks for.
 *
 * A direct caller always gets an envelope. A state machine (its event has an `execution_arn`) gets
 * one for success only; a failure is thrown, or Retry and Catch would never see it.
 *
 * @throws {InvocationFailedError} named after what went wrong, when a state machine is calling
 */
export async function invokeAction(
  event: unknown,
  ports: Ports,
  invocation: Invocation,
): Promise<ConflictReportEnvelope> {
  const log = loggerFor(event, ports, invocation);
  const action = actionOf(event);
  log.info(`Lambda invoked with action: ${action ?? '(unknown)'}`);
  try {
    const parsed = parseEvent(event);
    const body = await runAction({ event: parsed, ports, log, invocation });
    return { statusCode: 200, body };
  } catch (thrown) {
    const { statusCode, errorName, body, trace } = describeFailure(thrown, action);
    log.error(body.error, { error_name: errorName, status_code: statusCode, trace });
    if (executionArnOf(event) !== undefined) throw new InvocationFailedError(errorName, body);
    return { statusCode, body };
  }
}

function runAction(context: ActionContext): Promise<SuccessBody> {
  const { event } = context;
  if (isSqlTask(event)) return runTask({ ...context, event });
  switch (event.action) {
    case 'validate_config':
      return validateConfig(context);
    case 'task_02_prepare':
    case 'get_task02_chunks':
      return prepareChunks({ ...context, event });
    case 'task_02_chunk':
    case 'process_task02_chunk':
      return processChunk({ ...context, event });
    case 'task_02_verify':
      return verifyChunks({ ...context, event });
    case 'test_connection':
    case 'test_connections':
    case 'test_postgres':
      return testConnection(context);
    case 'validate_task_01':
      return validateTask01(context);
    case 'validate_task_02':
      return validateTask02(context);
    case 'explain':
      return explainPair({ ...context, event });
  }
}

function isSqlTask(event: ConflictReportEvent): event is SqlTaskEvent {
  return Object.hasOwn(sqlTasks, event.action);
}

function loggerFor(event: unknown, ports: Ports, { awsRequestId }: Invocation): Logger {
  const { environment, clock, writeLine } = ports;
  // A malformed LOG_LEVEL is for the settings to complain about, and the complaint must be logged.
  const level = logLevels.find((known) => known === environment['LOG_LEVEL']?.toUpperCase());
  return createLogger({
    service: 'conflict-report',
    level: level ?? 'INFO',
    clock,
    writeLine,
    fields: {
      xray_trace_id: xrayTraceId(environment),
      function_request_id: awsRequestId,
      execution_arn: executionArnOf(event),
      action: actionOf(event),
    },
  });
}
