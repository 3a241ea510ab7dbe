import type { Clock, Json } from '@pipelines/core';
import { errorFields, type Logger } from '@pipelines/lambda-kit';
import type { Callback } from './callback.ts';
import { failureOf, failureOfHandler, type Failure } from './failure.ts';
import type { Handler } from './load-handler.ts';

/** One call of a function, and how long it may take. */
export interface ContainerTask {
  readonly event: Json;
  readonly requestId: string;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number;
}

export interface TaskPorts {
  readonly loadHandler: () => Promise<Handler>;
  readonly callback: Callback;
  readonly clock: Clock;
  readonly log: Logger;
  /** Settles when the process must end before the function does: a signal, a crash. */
  readonly interrupted: Promise<Failure>;
}

/** Told the answer, told a failure, or told nobody: nobody waits any more. */
export type Outcome = 'succeeded' | 'failed' | 'abandoned';

type End =
  | { readonly kind: 'answer'; readonly answer: Json }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'abandoned' };

/**
 * Call a function for a state machine, with a sign of life while it works, and hand its answer or
 * its failure on. Past its time it fails as Lambda lets it fail, `Sandbox.Timedout`.
 *
 * The caller ends the process afterwards: a function whose task is abandoned still works.
 *
 * @throws what the SDK throws when the end cannot be told; the machine then misses the signs of life
 */
export async function serveTask(task: ContainerTask, ports: TaskPorts): Promise<Outcome> {
  const { callback, log } = ports;
  if (!(await beat(ports))) return abandon(log);
  const end = await firstEnd(task, ports);
  if (end.kind === 'abandoned') return abandon(log);
  const isTold = end.kind === 'answer' ? callback.succeed(end.answer) : callback.fail(end.failure);
  if (!(await isTold)) return abandon(log);
  if (end.kind === 'answer') {
    log.info('The function has answered');
    return 'succeeded';
  }
  log.error('The function has failed', { error_name: end.failure.error });
  return 'failed';
}

/** The first of: answer or failure of the function, its deadline, an interruption, no more listener. */
async function firstEnd(task: ContainerTask, ports: TaskPorts): Promise<End> {
  const { clock } = ports;
  const deadlineMs = clock.now() + task.timeoutSeconds * 1_000;
  const cancels: (() => void)[] = [];
  const late = new Promise<End>((resolve) => {
    cancels.push(clock.setTimer(deadlineMs, () => resolve(timedOut(task))));
  });
  const abandoned = new Promise<End>((resolve) => {
    cancels.push(
      beatUntilAlone(task.heartbeatSeconds, ports, () => resolve({ kind: 'abandoned' })),
    );
  });
  const interrupted = ports.interrupted.then((failure): End => ({ kind: 'failure', failure }));
  try {
    return await Promise.race([call(task, ports, deadlineMs), late, abandoned, interrupted]);
  } finally {
    for (const cancel of cancels) cancel();
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

/** Beat in turns, the next one after the last has arrived. @returns a function that stops it */
function beatUntilAlone(everySeconds: number, ports: TaskPorts, onAlone: () => void): () => void {
  const { clock } = ports;
  let isStopped = false;
  let cancel = (): void => undefined;
  const arm = (): void => {
    cancel = clock.setTimer(clock.now() + everySeconds * 1_000, () => {
      void beat(ports).then((isAwaited) => {
        if (isStopped) return;
        if (isAwaited) arm();
        else onAlone();
      });
    });
  };
  arm();
  return () => {
    isStopped = true;
    cancel();
  };
}

/** One lost sign of life is no reason to stop: the machine waits for several. */
async function beat({ callback, log }: TaskPorts): Promise<boolean> {
  try {
    return await callback.beat();
  } catch (error) {
    log.warn('Step Functions could not be told that the function still works', errorFields(error));
    return true;
  }
}

function abandon(log: Logger): Outcome {
  log.error('Nobody waits for this task any more: it timed out, or its execution was stopped');
  return 'abandoned';
}
