import type { Json } from '@pipelines/core';
import type { StateGraph, StateMachine, StateMachineType } from '../definition/state-machine.ts';
import type { JsonataAnswer } from '../jsonata/question.ts';
import type { Payload } from '../payload.ts';
import type { Host } from '../scope.ts';
import type { PastLine, PastState } from '../redrive/past-line.ts';
import type { Failure } from '../states/failure.ts';
import type { EngineEvent } from './engine-event.ts';

/** What stays the same for the whole life of an execution. */
export interface ExecutionSettings {
  readonly definition: StateMachine;
  readonly type: StateMachineType;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly executionArn: string;
  readonly executionName: string;
  readonly region: string;
  readonly host: Host;
}

/** Work of a state that is under way, and what would wake its frame. */
type Phase =
  /** `stateName` is about to be entered. */
  | { readonly kind: 'entering'; readonly stateName: string }
  /** The state is entered, and its work is about to start, or to start again. */
  | { readonly kind: 'starting' }
  /** The same, in an execution that is redriven: what succeeded inside the state is kept. */
  | { readonly kind: 'resuming'; readonly past: PastState }
  | { readonly kind: 'waiting'; readonly timerId: string }
  | { readonly kind: 'retrying'; readonly timerId: string }
  | { readonly kind: 'mapRun'; readonly mapRunId: string }
  | TaskPhase
  | BranchesPhase;

export interface TaskPhase {
  readonly kind: 'task';
  readonly taskId: string;
  readonly timeoutTimerId: string | undefined;
  readonly heartbeatTimerId: string | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** A Parallel or Map state whose branches run: each branch is a frame of its own. */
export interface BranchesPhase {
  readonly kind: 'branches';
  /** The effective input: what ItemSelector calls `$`. */
  readonly input: Json;
  /** The items of a Map; `undefined` for Parallel. */
  readonly items: readonly Json[] | undefined;
  readonly total: number;
  readonly nextIndex: number;
  readonly maxConcurrency: number;
  readonly running: readonly number[];
  /** Results by index; holes where a branch has not ended. */
  readonly results: readonly Json[];
  readonly doneCount: number;
  readonly failedCount: number;
  /** How many items may fail; `undefined` when the first failure fails the state as itself. */
  readonly toleratedFailures: number | undefined;
  /** Branches of before a redrive, which go on where they stopped. */
  readonly past: ReadonlyMap<number, PastLine> | undefined;
}

/** A frame's state or line has come to an end; what that means is decided one signal at a time. */
export type Signal =
  | { readonly kind: 'stateFailed'; readonly frameId: number; readonly failure: Failure }
  | { readonly kind: 'lineSucceeded'; readonly frameId: number; readonly output: Payload }
  | { readonly kind: 'lineFailed'; readonly frameId: number; readonly failure: Failure };

/**
 * A piece of work waits for the values of expressions: it will be done again from its beginning
 * with the answers so far and the ones that are awaited. What happens meanwhile happens after it.
 */
export interface Suspension {
  /** The event whose own work waits; `undefined` for the first signal, or else the first turn. */
  readonly event: EngineEvent | undefined;
  readonly answers: readonly (readonly JsonataAnswer[])[];
  readonly later: readonly EngineEvent[];
}

/** One line of states: the execution itself, a branch of Parallel or an iteration of Map. */
export interface Frame {
  readonly id: number;
  readonly parentId: number | undefined;
  /** Position among the branches of the parent. */
  readonly index: number;
  readonly graph: StateGraph;
  /** Id of the event that the next event of this line points back to. */
  readonly cursor: number;
  readonly phase: Phase;
  readonly stateName: string;
  /** Input of the state before InputPath. */
  readonly input: Payload;
  readonly enteredEventId: number;
  /** The event before the one with which the state was entered. */
  readonly beforeEntryId: number;
  readonly enteredMs: number;
  readonly retryCount: number;
  /** Retries used, by position of the retrier. */
  readonly attempts: readonly number[];
  /** `$$.Map.Item` of the innermost Map around the line. */
  readonly mapItem: { readonly index: number; readonly value: Json } | undefined;
  readonly taskToken: string | undefined;
  /** Variables that the line sees: its own, and those of the lines around it as it began. */
  readonly variables: Readonly<Record<string, Json>>;
  /** Bytes of those that the line has set itself, by name. */
  readonly variableBytes: Readonly<Record<string, number>>;
}

/**
 * Everything that an execution is, apart from its history. Immutable: `step` returns a new one
 * that shares what did not change.
 */
export interface ExecutionState {
  readonly settings: ExecutionSettings;
  readonly input: Payload;
  readonly status: 'ready' | 'running' | 'ended';
  readonly startMs: number;
  /** The execution is aborted instead of entering a further state. */
  readonly isStopping: boolean;
  /** How often the execution was redriven, and when it last was. */
  readonly redriveCount: number;
  readonly redriveMs: number;
  /** Where an execution that is redriven had stopped, and the error with which it had failed. */
  readonly past: { readonly line: PastLine; readonly error: string | undefined } | undefined;
  readonly eventCount: number;
  readonly lastId: number;
  readonly frames: ReadonlyMap<number, Frame>;
  /** Frames with work to do now, in turn. Not empty only between `continue` effects. */
  readonly turns: readonly number[];
  /** Not empty only during a suspension. */
  readonly signals: readonly Signal[];
  readonly suspension: Suspension | undefined;
}

/** What a new execution needs. `inputText` is the caller's JSON text, kept as it is. */
export interface ExecutionOptions extends ExecutionSettings {
  readonly inputText: string;
}

/**
 * The state of an execution that has not started; event `start` starts it.
 *
 * @throws {SyntaxError} when `inputText` is not JSON; StartExecution refuses that before
 */
export function createExecutionState(options: ExecutionOptions): ExecutionState {
  const { inputText, ...settings } = options;
  return {
    settings,
    input: { json: JSON.parse(inputText) as Json, text: inputText },
    status: 'ready',
    startMs: 0,
    isStopping: false,
    redriveCount: 0,
    redriveMs: 0,
    past: undefined,
    eventCount: 0,
    lastId: 0,
    frames: new Map(),
    turns: [],
    signals: [],
    suspension: undefined,
  };
}

/** A frame that is about to enter the first state of `graph`. */
export function createFrame(
  id: number,
  graph: StateGraph,
  rest: Pick<Frame, 'cursor' | 'input' | 'parentId' | 'index' | 'mapItem' | 'variables'>,
): Frame {
  return {
    id,
    graph,
    ...rest,
    phase: { kind: 'entering', stateName: graph.startAt },
    stateName: graph.startAt,
    enteredEventId: 0,
    beforeEntryId: 0,
    enteredMs: 0,
    retryCount: 0,
    attempts: [],
    taskToken: undefined,
    variableBytes: {},
  };
}
