import type { Json } from '@pipelines/core';
import {
  createExecutionState,
  createRedrivenState,
  evaluateJsonata,
  parseDefinition,
  step,
  type Effect,
  type EngineEvent,
  type ExecutionEnd,
  type ExecutionState,
  type HistoryEvent,
  type Host,
  type JsonataAnswer,
  type MapRunCall,
  type MapRunEnd,
  type StateMachineType,
  type TaskCall,
} from '../src/index.ts';

/** What a task does when it is called: succeed, fail, or say nothing. */
export type Answer =
  | { readonly output: Json; readonly afterMs?: number }
  | { readonly error?: string; readonly cause?: string; readonly afterMs?: number }
  | 'silence';

export interface DriveOptions {
  readonly input?: Json;
  readonly inputText?: string;
  readonly type?: StateMachineType;
  readonly host?: Partial<Host>;
  answer?(call: TaskCall): Answer;
  /** How a distributed Map ends; its children are the runtime's business. */
  answerMap?(call: MapRunCall): MapRunEnd;
  /** History of an execution that is redriven, a second after its end. */
  readonly past?: readonly HistoryEvent[];
  /** Further events, by the time at which they come. */
  readonly events?: readonly EngineEvent[];
}

/** What came of an execution. `timers` are the delays that were asked for, in milliseconds. */
export interface Driven {
  readonly end: ExecutionEnd | undefined;
  readonly history: readonly HistoryEvent[];
  readonly types: readonly string[];
  readonly previousIds: readonly number[];
  readonly calls: readonly TaskCall[];
  readonly mapRuns: readonly MapRunCall[];
  readonly cancelled: readonly string[];
  readonly timers: readonly number[];
  /** Timers that were neither fired nor cancelled. */
  readonly openTimers: number;
  readonly nowMs: number;
  readonly state: ExecutionState;
}

/** 2025-01-20T14:30:00.000Z: when every driven execution starts. */
export const START_MS = 1_737_383_400_000;

export const TEST_HOST: Host = {
  random: () => 0.5,
  uuid: () => 'token-1',
  hash: () => 'digest',
};

/**
 * Run a machine through `step` alone: the world is a list of due events, time jumps from one to
 * the next, and each task answers as `answer` says. For machines without JSONata.
 */
export function drive(definition: object, options: DriveOptions = {}): Driven {
  let state = initialState(definition, options);
  const world = createWorld(options);
  for (let event = world.next(); event; event = world.next()) {
    const [next, effects] = step(state, event);
    state = next;
    for (const effect of effects) world.perform(effect, event.nowMs);
  }
  return { ...world.facts(), state };
}

/** The same for machines with JSONata: its expressions are evaluated as a runtime would do it. */
export async function driveJsonata(
  definition: object,
  options: DriveOptions = {},
): Promise<Driven> {
  let state = initialState(definition, options);
  const host = { ...TEST_HOST, ...options.host };
  const world = createWorld(options);
  for (let event = world.next(); event; event = world.next()) {
    const [next, effects] = step(state, event);
    state = next;
    for (const effect of effects) {
      if (effect.type !== 'evaluate') world.perform(effect, event.nowMs);
      else world.answer(await evaluateJsonata(effect.question, host), event.nowMs);
    }
  }
  return { ...world.facts(), state };
}

function initialState(definition: object, options: DriveOptions): ExecutionState {
  const type = options.type ?? 'STANDARD';
  const execution = {
    definition: parseDefinition(JSON.stringify(definition), { type }),
    type,
    machineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
    machineName: 'm',
    roleArn: 'arn:aws:iam::000000000000:role/r',
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
    executionName: 'e',
    region: 'us-east-1',
    host: { ...TEST_HOST, ...options.host },
    inputText: options.inputText ?? JSON.stringify(options.input ?? {}),
  };
  return options.past
    ? createRedrivenState(execution, options.past)
    : createExecutionState(execution);
}

function createWorld(options: DriveOptions) {
  const { past = [] } = options;
  const lastEvent = past.at(-1);
  const startMs = lastEvent ? lastEvent.timestampMs + 1_000 : START_MS;
  const due: EngineEvent[] = [{ type: 'start', nowMs: startMs }, ...(options.events ?? [])];
  const history: HistoryEvent[] = [...past];
  const calls: TaskCall[] = [];
  const mapRuns: MapRunCall[] = [];
  const cancelled: string[] = [];
  const timers: number[] = [];
  const open = new Set<string>();
  let end: ExecutionEnd | undefined;
  let nowMs = startMs;

  const perform = (effect: Effect, atMs: number): void => {
    if (effect.type === 'record') history.push(effect.event);
    if (effect.type === 'complete') end = effect.end;
    if (effect.type === 'continue') due.unshift({ type: 'continue', nowMs: atMs });
    if (effect.type === 'cancelTimer') open.delete(effect.timerId);
    if (effect.type === 'cancelTask') cancelled.push(effect.taskId);
    if (effect.type === 'setTimer') {
      timers.push(effect.dueAtMs - atMs);
      open.add(effect.timerId);
      due.push({ type: 'timerFired', timerId: effect.timerId, nowMs: effect.dueAtMs });
    }
    if (effect.type === 'cancelMapRun') cancelled.push(effect.mapRunId);
    if (effect.type === 'runMap') {
      mapRuns.push(effect.call);
      const end = options.answerMap?.(effect.call);
      const { mapRunId } = effect.call;
      if (end) due.push({ type: 'mapRunEnded', mapRunId, end, nowMs: atMs });
    }
    if (effect.type !== 'runTask') return;
    calls.push(effect.call);
    const answer = options.answer?.(effect.call) ?? { output: null };
    if (answer !== 'silence') due.push(answerEvent(effect.call.taskId, answer, atMs));
  };
  return {
    perform,
    answer(answers: readonly JsonataAnswer[], atMs: number): void {
      due.push({ type: 'evaluated', answers, nowMs: atMs });
    },
    next(): EngineEvent | undefined {
      if (end) return undefined;
      const earliest = Math.min(...due.map((event) => event.nowMs));
      const position = due.findIndex((event) => event.nowMs === earliest);
      const [event] = position < 0 ? [] : due.splice(position, 1);
      nowMs = event?.nowMs ?? nowMs;
      if (event?.type === 'timerFired') open.delete(event.timerId);
      return event;
    },
    facts: () => ({
      end,
      history,
      types: history.map((event) => event.type),
      previousIds: history.map((event) => event.previousEventId),
      calls,
      mapRuns,
      cancelled,
      timers,
      openTimers: open.size,
      nowMs,
    }),
  };
}

function answerEvent(
  taskId: string,
  answer: Exclude<Answer, 'silence'>,
  atMs: number,
): EngineEvent {
  const nowMs = atMs + (answer.afterMs ?? 0);
  if ('output' in answer) return { type: 'taskSucceeded', taskId, output: answer.output, nowMs };
  return { type: 'taskFailed', taskId, error: answer.error, cause: answer.cause, nowMs };
}
