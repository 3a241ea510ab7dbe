import {
  createExecutionState,
  createRedrivenState,
  evaluateJsonata,
  step,
  type Effect,
  type EngineEvent,
  type ExecutionEnd,
  type HistoryEvent,
  type ExecutionState,
  type Host,
  type JsonataQuestion,
} from '@pipelines/asl';
import { messageOf, type Clock } from '@pipelines/core';
import type { Execution, ExecutionResult, RedriveOptions, StartOptions } from './execution.ts';
import { createJournal, type Journal } from './journal.ts';
import { createMailbox } from './mailbox.ts';
import { createMapRuns, type MapRuns } from './map-runs/map-runs.ts';
import type { ObjectStore } from './map-runs/object-store.ts';
import { createTaskCalls, type TaskCalls } from './task-calls.ts';
import type { TaskRunner } from './task-runner.ts';
import { createTimers, type Timers } from './timers.ts';

/** What all executions of an engine share. */
export interface World {
  /** What distributed Maps read and write; without it those that do so fail. */
  readonly objects: ObjectStore | undefined;
  readonly clock: Clock;
  readonly runTask: TaskRunner;
  readonly host: Host;
  readonly region: string;
}

/** The parts of one running execution. */
interface Parts {
  readonly clock: Clock;
  readonly host: Host;
  readonly journal: Journal;
  readonly timers: Timers;
  readonly tasks: TaskCalls;
  readonly mapRuns: MapRuns;
  readonly post: (event: EngineEvent) => void;
  readonly end: (how: ExecutionEnd, stopMs: number) => void;
}

/**
 * Start one execution and keep it going: events in, effects out, one event at a time.
 *
 * @param past - what is known of an execution that is redriven
 * @throws {SyntaxError} when the input is not JSON
 */
export function runExecution(
  options: StartOptions,
  world: World,
  past: Pick<RedriveOptions, 'history' | 'priorMapRun'> = { history: [] },
): Execution {
  const { clock, host, runTask } = world;
  const { executionArn } = options;
  const nowMs = clock.now();
  const startMs = past.history[0]?.timestampMs ?? nowMs;
  let state = initialState(options, world, past.history);
  let result: ExecutionResult | undefined;
  const { promise: done, resolve } = Promise.withResolvers<ExecutionResult>();
  const mailbox = createMailbox<EngineEvent>((event) => {
    if (!result) state = advance(state, event, parts);
  });
  const post = (event: EngineEvent): void => mailbox.post(event);
  const parts: Parts = {
    clock,
    host,
    journal: createJournal(past.history),
    timers: createTimers(clock, (timerId, nowMs) => post({ type: 'timerFired', timerId, nowMs })),
    tasks: createTaskCalls({ executionArn, clock, runTask, receive: post }),
    mapRuns: createMapRuns({
      parent: options,
      world,
      start: (child) => runExecution(child, world),
      redrive: (child) => runExecution(child, world, child),
      prior: (arn) => past.priorMapRun?.(arn),
      receive: post,
    }),
    post,
    end(how, stopMs) {
      result = { ...how, startMs, stopMs };
      resolve(result);
    },
  };
  queueMicrotask(() => post({ type: 'start', nowMs }));
  return {
    arn: executionArn,
    name: options.name,
    startMs,
    done,
    result: () => result,
    history: () => parts.journal.events,
    mapRuns: () => parts.mapRuns.list(),
    // In the order of the microtasks: a stop in the turn of the start comes after the start.
    stop: (error, cause) => queueMicrotask(() => post(stopEvent(clock.now(), error, cause))),
    stopAtNextState: () =>
      queueMicrotask(() => post({ type: 'stopAtNextState', nowMs: clock.now() })),
    subscribe: (listener) => parts.journal.subscribe(listener),
  };
}

function initialState(
  { machine, ...options }: StartOptions,
  world: World,
  past: readonly HistoryEvent[],
): ExecutionState {
  const execution = {
    definition: machine.definition,
    type: machine.type,
    machineArn: machine.arn,
    machineName: machine.name,
    roleArn: machine.roleArn,
    executionArn: options.executionArn,
    executionName: options.name,
    region: world.region,
    host: world.host,
    inputText: options.inputText,
  };
  return past.length > 0 ? createRedrivenState(execution, past) : createExecutionState(execution);
}

/** One event and all that follows from it. */
function advance(state: ExecutionState, event: EngineEvent, parts: Parts): ExecutionState {
  try {
    const [next, effects] = step(state, event);
    for (const effect of effects) perform(effect, parts, event.nowMs);
    return next;
  } catch (error) {
    breakOff(error, parts, event.nowMs);
    return state;
  }
}

function perform(effect: Effect, parts: Parts, nowMs: number): void {
  const { clock, journal, mapRuns, tasks, timers } = parts;
  switch (effect.type) {
    case 'record':
      return journal.append(effect.event);
    case 'runTask':
      return tasks.run(effect.call);
    case 'cancelTask':
      return tasks.cancel(effect.taskId);
    case 'runMap':
      return mapRuns.run(effect.call);
    case 'cancelMapRun':
      return mapRuns.cancel(effect.mapRunId);
    case 'setTimer':
      return timers.set(effect.timerId, effect.dueAtMs);
    case 'cancelTimer':
      return timers.cancel(effect.timerId);
    case 'continue':
      // By the clock, so that a virtual clock moves no timer before the work that is due now.
      clock.setTimer(clock.now(), () => parts.post({ type: 'continue', nowMs: clock.now() }));
      return;
    case 'evaluate':
      return evaluate(effect.question, parts);
    case 'complete':
      return parts.end(effect.end, nowMs);
  }
}

/** Settles within the present turn of the event loop, so no timer comes in between. */
function evaluate(question: JsonataQuestion, { clock, host, post }: Parts): void {
  void evaluateJsonata(question, host).then((answers) =>
    post({ type: 'evaluated', answers, nowMs: clock.now() }),
  );
}

/** The interpreter broke: the execution ends in the open rather than hang. */
function breakOff(error: unknown, parts: Parts, nowMs: number): void {
  const { journal, mapRuns, tasks, timers, end } = parts;
  mapRuns.cancelAll();
  tasks.cancelAll();
  timers.cancelAll();
  const why = { error: 'States.Runtime', cause: `Internal error: ${messageOf(error)}` };
  journal.append({
    id: journal.events.length + 1,
    previousEventId: 0,
    type: 'ExecutionFailed',
    timestampMs: nowMs,
    executionFailedEventDetails: why,
  });
  end({ status: 'FAILED', ...why }, nowMs);
}

function stopEvent(nowMs: number, error?: string, cause?: string): EngineEvent {
  return {
    type: 'stop',
    nowMs,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
