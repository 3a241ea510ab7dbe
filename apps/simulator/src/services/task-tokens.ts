import { TaskFailure, type TaskRequest } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import { RefusedRequestError } from '../executions/registry-errors.ts';

/** The token was never given out by this process. */
export class InvalidTokenError extends RefusedRequestError {
  static {
    InvalidTokenError.prototype.name = 'InvalidToken';
  }
  constructor() {
    super("Invalid Token: 'Invalid token'");
  }
}

/** The task of the token has ended: it timed out, its execution was stopped, or it was answered. */
export class TaskTimedOutError extends RefusedRequestError {
  static {
    TaskTimedOutError.prototype.name = 'TaskTimedOut';
  }
  constructor() {
    super("Task Timed Out: 'Provided task does not exist anymore'");
  }
}

/** What a worker gets of an activity's task. */
export interface ActivityTask {
  readonly taskToken: string;
  readonly inputText: string;
}

/** Tasks whose result comes by SendTaskSuccess or SendTaskFailure. */
export interface TaskTokens {
  /** Wait for the result of a task. Rejects with the TaskFailure that was sent. */
  wait(request: TaskRequest): Promise<Json>;
  /** Wait for a worker of the activity, and then for its result. */
  waitForWorker(activityArn: string, request: TaskRequest): Promise<Json>;
  /**
   * Take the oldest task of an activity, waiting for one until `signal` is aborted.
   *
   * @returns undefined when there was none
   */
  take(
    activityArn: string,
    options: { readonly workerName: string | undefined; readonly signal: AbortSignal },
  ): Promise<ActivityTask | undefined>;
  /** @throws InvalidToken, TaskTimedOut */
  succeed(taskToken: string, output: Json): void;
  /** @throws InvalidToken, TaskTimedOut */
  fail(taskToken: string, error: string | undefined, cause: string | undefined): void;
  /** @throws InvalidToken, TaskTimedOut */
  beat(taskToken: string): void;
  /** The task has ended without an answer. */
  forget(taskToken: string): void;
  /** Whether a task waits for an answer with this token. */
  isPending(taskToken: string): boolean;
}

/** A task that waits for its answer. */
interface Pending {
  readonly request: TaskRequest;
  readonly resolve: (output: Json) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker that waits. */
interface Worker {
  give(pending: Pending): void;
}

/** Ended tokens that are remembered, so that a late answer is told from a false one. */
const MOST_ENDED = 10_000;

/** Tokens live as long as this process: its executions end with it. */
export function createTaskTokens(): TaskTokens {
  const pending = createPendingTasks();
  const queues = new Map<string, ActivityQueue>();
  const queueOf = (activityArn: string): ActivityQueue => {
    const queue = queues.get(activityArn) ?? createActivityQueue();
    queues.set(activityArn, queue);
    return queue;
  };
  return {
    wait: (request) => pending.add(request).result,
    waitForWorker(activityArn, request) {
      const { entry, result } = pending.add(request);
      queueOf(activityArn).offer(entry);
      return result;
    },
    take: (activityArn, options) => queueOf(activityArn).take(options),
    succeed: (token, output) => pending.end(token).resolve(output),
    fail: (token, error, cause) => pending.end(token).reject(new TaskFailure(error, cause)),
    beat: (token) => pending.find(token).request.report({ type: 'heartbeat' }),
    forget: (token) => pending.forget(token),
    isPending: (token) => pending.has(token),
  };
}

interface PendingTasks {
  add(request: TaskRequest): { readonly entry: Pending; readonly result: Promise<Json> };
  /** @throws InvalidToken, TaskTimedOut */
  find(token: string): Pending;
  /** The same, and the token takes no further answer. */
  end(token: string): Pending;
  forget(token: string): void;
  has(token: string): boolean;
}

function createPendingTasks(): PendingTasks {
  const pending = new Map<string, Pending>();
  const ended = new Set<string>();

  const forget = (token: string): void => {
    pending.delete(token);
    ended.add(token);
    if (ended.size <= MOST_ENDED) return;
    const [oldest = ''] = ended;
    ended.delete(oldest);
  };
  const find = (token: string): Pending => {
    const found = pending.get(token);
    if (found) return found;
    throw ended.has(token) ? new TaskTimedOutError() : new InvalidTokenError();
  };
  return {
    add(request) {
      const token = request.taskToken ?? '';
      const result = new Promise<Json>((resolve, reject) => {
        pending.set(token, { request, resolve, reject });
        // Nobody looks at the result then, but the token must not be answered any more.
        request.signal.addEventListener('abort', () => {
          forget(token);
          reject(request.signal.reason as Error);
        });
      });
      return { entry: find(token), result };
    },
    find,
    end(token) {
      const found = find(token);
      forget(token);
      return found;
    },
    forget,
    has: (token) => pending.has(token),
  };
}

interface ActivityQueue {
  offer(entry: Pending): void;
  take: (options: Parameters<TaskTokens['take']>[1]) => ReturnType<TaskTokens['take']>;
}

/** Tasks of one activity and workers for it, each in the order in which they came. */
function createActivityQueue(): ActivityQueue {
  const offers: Pending[] = [];
  const workers = new Set<Worker>();
  return {
    offer(entry) {
      const [worker] = workers;
      if (!worker) return void offers.push(entry);
      workers.delete(worker);
      worker.give(entry);
    },
    async take({ workerName, signal }) {
      for (let entry = offers.shift(); entry; entry = offers.shift()) {
        if (!entry.request.signal.aborted) return start(entry, workerName);
      }
      return new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const worker: Worker = { give: (entry) => resolve(start(entry, workerName)) };
        const leave = (): void => {
          workers.delete(worker);
          resolve(undefined);
        };
        signal.addEventListener('abort', leave, { once: true });
        workers.add(worker);
      });
    },
  };
}

function start({ request }: Pending, workerName: string | undefined): ActivityTask {
  request.report({ type: 'started', ...(workerName !== undefined && { workerName }) });
  return { taskToken: request.taskToken ?? '', inputText: JSON.stringify(request.payload) };
}
