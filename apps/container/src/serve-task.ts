import type { Clock, Json } from '@pipelines/core';
import type { Logger } from '@pipelines/lambda-kit';
import type { Answers } from './answers.ts';
import { failureOf, failureOfHandler, type Failure } from './failure.ts';
import type { Handler } from './load-handler.ts';

/** One call of a function, and how long it may take. */
export interface ContainerTask {
  readonly event: Json;
  readonly requestId: string;
  readonly timeoutSeconds: number;
}

export interface TaskPorts {
  readonly loadHandler: () => Promise<Handler>;
  readonly answers: Answers;
  readonly clock: Clock;
  readonly log: Logger;
  /** Settles when the process must end before the function does: a signal, a crash. */
  readonly interrupted: Promise<Failure>;
}

/** What was told. */
export type Outcome = 'succeeded' | 'failed';

type End =
  | { readonly kind: 'answer'; readonly answer: Json }
  | { readonly kind: 'failure'; readonly failure: Failure };

/**
 * Call a function for a state machine, and hand its answer or its failure on. Past its time it fails
 * as Lambda lets it fail, `Sandbox.Timedout`.
 *
 * The caller ends the process afterwards: a function that was too late still works.
 *
 * @throws what the SDK throws when the end cannot be told
 */
export async function serveTask(task: ContainerTask, ports: TaskPorts): Promise<Outcome> {
  const { answers, log } = ports;
  const end = await firstEnd(task, ports);
  if (end.kind === 'answer') {
    await answers.succeed(end.answer);
    log.info('The function has answered');
    return 'succeeded';
  }
  await answers.fail(end.failure);
  log.error('The function has failed', { error_name: end.failure.error });
  return 'failed';
}

/** The first of: answer or failure of the function, its deadline, an interruption. */
async function firstEnd(task: ContainerTask, ports: TaskPorts): Promise<End> {
  const { clock } = ports;
  const deadlineMs = clock.now() + task.timeoutSeconds * 1_000;
  let cancel = (): void => undefined;
  const late = new Promise<End>((resolve) => {
    cancel = clock.setTimer(deadlineMs, () => resolve(timedOut(task)));
  });
  const interrupted = ports.interrupted.then((failure): End => ({ kind: 'failure', failure }));
  try {
    return await Promise.race([call(task, ports, deadlineMs), late, interrupted]);
  } finally {
    cancel();
  }
}

async function call(
  { event, requestId: awsRequestId }: ContainerTask,
  { loadHandler, clock }: TaskPorts,
  deadlineMs: number,
): Promise<End> {
  try {
    const handler = await loadHandler();
    const answer = await handler(event, {
      awsRequestId,
      getRemainingTimeInMillis: () => deadlineMs - clock.now(),
    });
    return { kind: 'answer', answer };
  } catch (error) {
    return { kind: 'failure', failure: failureOfHandler(error) };
  }
}

function timedOut({ requestId, timeoutSeconds }: ContainerTask): End {
  const message = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { kind: 'failure', failure: failureOf('Sandbox.Timedout', message, []) };
}
