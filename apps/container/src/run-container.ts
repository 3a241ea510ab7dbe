import { randomUUID } from 'node:crypto';
import { systemClock } from '@pipelines/core';
import { ConfigError, createLogger, errorFields, parseEnv } from '@pipelines/lambda-kit';
import { createPrintedAnswers, createStoredAnswers, type AnswerPlace } from './answers.ts';
import { containerEnv } from './container-env.ts';
import { failureOfHandler, type Failure } from './failure.ts';
import { loadHandler } from './load-handler.ts';
import { serveTask, type TaskPorts } from './serve-task.ts';

const ANSWERED = 0;
const FAILED_BY_HAND = 1;
const UNUSABLE = 2;
const UNTOLD = 3;

const writeLine = (line: string): void => console.log(line);

/**
 * Run the function of an unpacked zip once, for a state machine that reads its answer from S3
 * (`TASK_ANSWER_BUCKET`, `TASK_ANSWER_KEY`) or for somebody who calls by hand: then the answer is a
 * line on standard output.
 *
 * Event and place leave the environment before the function is loaded: neither is its business.
 *
 * @param environment - the live `process.env`: {@link containerEnv} lists what is read
 * @param interrupted - what ends the process before the function has ended
 * @returns exit code: 0 answered, which an error of the function is too where a machine reads it,
 *   1 the function failed by hand, 2 the environment is wrong and no machine knows, 3 the answer
 *   could not be left
 */
export async function runContainer(
  environment: NodeJS.ProcessEnv,
  interrupted: Promise<Failure>,
): Promise<number> {
  const log = createLogger({ service: 'container', level: 'INFO', clock: systemClock, writeLine });
  try {
    const place = placeOf(environment);
    const answers = place ? createStoredAnswers(place) : createPrintedAnswers(writeLine);
    const exitCode = await serveEnvironment(environment, { answers, log, interrupted });
    return place ? ANSWERED : exitCode;
  } catch (error) {
    log.error('The container ends without an answer', errorFields(error));
    return error instanceof ConfigError ? UNUSABLE : UNTOLD;
  }
}

async function serveEnvironment(
  environment: NodeJS.ProcessEnv,
  ports: Pick<TaskPorts, 'answers' | 'log' | 'interrupted'>,
): Promise<number> {
  const { answers, log } = ports;
  const env = readEnvironment(environment);
  if (env instanceof ConfigError) {
    log.error(env.message);
    await answers.fail(failureOfHandler(env));
    return UNUSABLE;
  }
  for (const name of ['TASK_EVENT', 'TASK_ANSWER_BUCKET', 'TASK_ANSWER_KEY']) {
    delete environment[name];
  }
  const requestId = randomUUID();
  log.info('The container has started', { function_request_id: requestId });
  const outcome = await serveTask(
    { event: env.TASK_EVENT, requestId, timeoutSeconds: env.TASK_TIMEOUT_SECONDS },
    { ...ports, loadHandler: () => loadHandler(env.LAMBDA_TASK_ROOT), clock: systemClock },
  );
  return outcome === 'succeeded' ? ANSWERED : FAILED_BY_HAND;
}

/** @throws {ConfigError} when one of the two says where, and the other does not */
function placeOf({
  TASK_ANSWER_BUCKET: bucket,
  TASK_ANSWER_KEY: key,
}: NodeJS.ProcessEnv): AnswerPlace | undefined {
  if (bucket && key) return { bucket, key };
  if (!bucket && !key) return undefined;
  const absent = bucket ? 'TASK_ANSWER_KEY' : 'TASK_ANSWER_BUCKET';
  throw new ConfigError([absent], [`${absent}: must be set beside the other`]);
}

function readEnvironment(environment: NodeJS.ProcessEnv) {
  try {
    return parseEnv(containerEnv, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}
