import { randomUUID } from 'node:crypto';
import { systemClock } from '@pipelines/core';
import { ConfigError, createLogger, errorFields, parseEnv } from '@pipelines/lambda-kit';
import { createPrintedCallback, createTokenCallback } from './callback.ts';
import { containerEnv } from './container-env.ts';
import { failureOfHandler, type Failure } from './failure.ts';
import { loadHandler } from './load-handler.ts';
import { serveTask, type Outcome, type TaskPorts } from './serve-task.ts';

const EXIT_CODES: Readonly<Record<Outcome, number>> = { succeeded: 0, failed: 1, abandoned: 3 };
const UNUSABLE = 2;
const UNTOLD = 4;

const writeLine = (line: string): void => console.log(line);

/**
 * Run the function of an unpacked zip once, for a task of a state machine (`TASK_TOKEN`) or for
 * somebody who calls by hand: then the answer is a line on standard output.
 *
 * Token and event leave the environment before the function is loaded: neither is its business.
 *
 * @param environment - the live `process.env`: {@link containerEnv} lists what is read
 * @param interrupted - what ends the process before the function has ended
 * @returns exit code: 0 answered, 1 the function failed and that was told, 2 the environment is
 *   wrong, 3 nobody waits any more, 4 Step Functions could not be told
 */
export async function runContainer(
  environment: NodeJS.ProcessEnv,
  interrupted: Promise<Failure>,
): Promise<number> {
  const log = createLogger({ service: 'container', level: 'INFO', clock: systemClock, writeLine });
  const { TASK_TOKEN: token } = environment;
  const callback = token ? createTokenCallback(token) : createPrintedCallback(writeLine);
  try {
    return await serveEnvironment(environment, { callback, log, interrupted });
  } catch (error) {
    log.error('The container ends without an answer', errorFields(error));
    return UNTOLD;
  }
}

async function serveEnvironment(
  environment: NodeJS.ProcessEnv,
  ports: Pick<TaskPorts, 'callback' | 'log' | 'interrupted'>,
): Promise<number> {
  const { callback, log } = ports;
  const env = readEnvironment(environment);
  if (env instanceof ConfigError) {
    log.error(env.message);
    await callback.fail(failureOfHandler(env));
    return UNUSABLE;
  }
  delete environment['TASK_TOKEN'];
  delete environment['TASK_EVENT'];
  const requestId = randomUUID();
  log.info('The container has started', { function_request_id: requestId });
  const outcome = await serveTask(
    {
      event: env.TASK_EVENT,
      requestId,
      timeoutSeconds: env.TASK_TIMEOUT_SECONDS,
      heartbeatSeconds: env.TASK_HEARTBEAT_SECONDS,
    },
    { ...ports, loadHandler: () => loadHandler(env.LAMBDA_TASK_ROOT), clock: systemClock },
  );
  return EXIT_CODES[outcome];
}

function readEnvironment(environment: NodeJS.ProcessEnv) {
  try {
    return parseEnv(containerEnv, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
