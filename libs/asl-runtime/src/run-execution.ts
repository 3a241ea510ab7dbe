import {
  createExecutionState,
  step,
  type Effect,
  type EngineEvent,
  type ExecutionEnd,
  type HistoryEvent,
  type Host,
} from '@pipelines/asl';
import { messageOf, type Clock } from '@pipelines/core';
import type { Execution, ExecutionResult, StartOptions } from './execution.ts';
import { createTaskCalls } from './task-calls.ts';
import type { TaskRunner } from './task-runner.ts';
import { createTimers } from './timers.ts';

interface World {
  readonly clock: Clock;
  readonly runTask: TaskRunner;
  readonly host: Host;
  readonly region: string;
}

/** Start one execution and keep it going: events in, effects out, one event at a time. */
export function runExecution(options: StartOptions, world: World): Execution {
  const { clock } = world;
  const { machine, executionArn, name } = options;
  const startMs = clock.now();
  let state = createExecutionState({
    definition: machine.definition,
    type: machine.type,
    machineArn: machine.arn,
    machineName: machine.name,
    roleArn: machine.roleArn,
    executionArn,
    executionName: name,
    region: world.region,
    host: world.host,
    inputText: options.inputText,
  });
  const history: HistoryEvent[] = [];
  const listeners = new Set<(event: HistoryEvent) => void>();
  const inbox: EngineEvent[] = [];
  const { promise: done, resolve } = Promise.withResolvers<ExecutionResult>();
  let result: ExecutionResult | undefined;
  let isBusy = false;

  const receive = (event: EngineEvent): void => {
    inbox.push(event);
    // A listener may stop the execution while its effects are being carried out.
    if (isBusy) return;
    isBusy = true;
    for (let next = inbox.shift(); next; next = inbox.shift()) take(next);
    isBusy = false;
  };
  const timers = createTimers(clock, (timerId, nowMs) =>
    receive({ type: 'timerFired', timerId, nowMs }),
  );
  const tasks = createTaskCalls({ executionArn, clock, runTask: world.runTask, receive });

  const take = (event: EngineEvent): void => {
    try {
      const [next, effects] = step(state, event);
      state = next;
      for (const effect of effects) carryOut(effect, event.nowMs);
    } catch (error) {
      crash(error, event.nowMs);
    }
  };
  const remember = (event: HistoryEvent): void => {
    history.push(event);
    for (const listener of listeners) notify(listener, event);
  };
  const end = (how: ExecutionEnd, stopMs: number): void => {
    if (result) return;
    result = { ...how, startMs, stopMs };
    tasks.cancelAll();
    timers.cancelAll();
    resolve(result);
  };
  const carryOut = (effect: Effect, nowMs: number): void => {
    switch (effect.type) {
      case 'record':
        return remember(effect.event);
      case 'runTask':
        return tasks.run(effect.call);
      case 'cancelTask':
        return tasks.cancel(effect.taskId);
      case 'setTimer':
        return timers.set(effect.timerId, effect.dueAtMs);
      case 'cancelTimer':
        return timers.cancel(effect.timerId);
      case 'continue':
        // By the clock, so that a virtual clock moves no timer before the work that is due now.
        clock.setTimer(clock.now(), () => receive({ type: 'continue', nowMs: clock.now() }));
        return;
      case 'complete':
        return end(effect.end, nowMs);
    }
  };
  /** The interpreter broke: end the execution in the open rather than let it hang. */
  const crash = (error: unknown, nowMs: number): void => {
    const how = { error: 'States.Runtime', cause: `Internal error: ${messageOf(error)}` };
    const id = history.length + 1;
    const last = { id, previousEventId: 0, timestampMs: nowMs, type: 'ExecutionFailed' };
    remember({ ...last, executionFailedEventDetails: how });
    end({ status: 'FAILED', ...how }, nowMs);
  };

  queueMicrotask(() => receive({ type: 'start', nowMs: startMs }));
  return {
    arn: executionArn,
    name,
    startMs,
    done,
    result: () => result,
    history: () => history,
    stop(error, cause) {
      const why = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
      receive({ type: 'stop', nowMs: clock.now(), ...why });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A listener's error is its own: it surfaces as uncaught, and the execution goes on. */
function notify(listener: (event: HistoryEvent) => void, event: HistoryEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
