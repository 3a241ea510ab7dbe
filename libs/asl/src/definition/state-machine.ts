import type { Json, JsonObject } from '@pipelines/core';

/** STANDARD runs up to a year with a history; EXPRESS up to five minutes without one. */
export type StateMachineType = 'STANDARD' | 'EXPRESS';

/** How a state names its data: paths and intrinsics, or `{% … %}` expressions. */
export type QueryLanguage = 'JSONPath' | 'JSONata';

/** A graph of states with one entry: a whole machine, a branch of Parallel, the body of Map. */
export interface StateGraph {
  readonly startAt: string;
  /** Without a prototype, so that a state may be called `constructor`. */
  readonly states: Readonly<Record<string, State>>;
}

/** A parsed and validated Amazon States Language document; deeply frozen. */
export interface StateMachine extends StateGraph {
  readonly comment: string | undefined;
  readonly version: string | undefined;
  readonly queryLanguage: QueryLanguage;
  /** True when any state of it, at any depth, is written in JSONata. */
  readonly usesJsonata: boolean;
  /** Limit of the whole execution, in seconds. */
  readonly timeoutSeconds: number | undefined;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type StateType = State['type'];

interface StateBase {
  readonly name: string;
  readonly comment: string | undefined;
  readonly queryLanguage: QueryLanguage;
  /** Variables that the state sets when it succeeds; a payload template. */
  readonly assign: JsonObject | undefined;
  /** JSONata only: the state's output. */
  readonly output: Json | undefined;
}

/** InputPath and OutputPath: `'$'` when absent; `null` stands for `{}`. */
interface PathFields {
  readonly inputPath: string | null;
  readonly outputPath: string | null;
}

/** Where a state goes when it succeeds; `undefined` means `End: true`. */
interface Transition {
  readonly next: string | undefined;
}

/** Templates and the place of the result; `resultPath` `null` discards it, `'$'` is the default. */
interface ResultFields {
  readonly parameters: Json | undefined;
  readonly resultSelector: JsonObject | undefined;
  readonly resultPath: string | null;
  /** JSONata only: the input of the work. */
  readonly arguments: Json | undefined;
}

interface ErrorFields {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

/** One entry of Retry with the defaults of the language filled in. */
export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitterStrategy: 'FULL' | 'NONE';
}

/** One entry of Catch; `resultPath` is `'$'` when absent. */
export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly resultPath: string | null;
  readonly assign: JsonObject | undefined;
  readonly output: Json | undefined;
}

export interface TaskState extends StateBase, PathFields, ResultFields, ErrorFields, Transition {
  readonly type: 'Task';
  readonly resource: string;
  /** A number of seconds; in JSONata also an expression. */
  readonly timeoutSeconds: number | string | undefined;
  readonly timeoutSecondsPath: string | undefined;
  readonly heartbeatSeconds: number | string | undefined;
  readonly heartbeatSecondsPath: string | undefined;
  readonly credentials: JsonObject | undefined;
}

export interface PassState
  extends StateBase, PathFields, Omit<ResultFields, 'resultSelector' | 'arguments'>, Transition {
  readonly type: 'Pass';
  /** Fixed result; never evaluated as a template. */
  readonly result: Json | undefined;
}

/** One entry of Choices: `rule` is the JSON of the entry, for `evaluateChoiceRule`. */
export interface ChoiceBranch {
  readonly rule: JsonObject;
  readonly next: string;
  readonly assign: JsonObject | undefined;
  readonly output: Json | undefined;
}

export interface ChoiceState extends StateBase, PathFields {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceBranch[];
  readonly default: string | undefined;
}

/** How long a Wait waits; in JSONata `seconds` and `timestamp` may hold an expression. */
export type WaitDelay =
  | { readonly kind: 'seconds'; readonly seconds: number | string }
  | { readonly kind: 'secondsPath'; readonly path: string }
  | { readonly kind: 'timestamp'; readonly timestamp: string }
  | { readonly kind: 'timestampPath'; readonly path: string };

export interface WaitState extends StateBase, PathFields, Transition {
  readonly type: 'Wait';
  readonly delay: WaitDelay;
}

export interface SucceedState extends StateBase, PathFields {
  readonly type: 'Succeed';
}

/** `errorPath` and `causePath` hold a JSONPath or an intrinsic call. */
export interface FailState extends Omit<StateBase, 'assign' | 'output'> {
  readonly type: 'Fail';
  readonly error: string | undefined;
  readonly errorPath: string | undefined;
  readonly cause: string | undefined;
  readonly causePath: string | undefined;
}

export interface ParallelState
  extends StateBase, PathFields, ResultFields, ErrorFields, Transition {
  readonly type: 'Parallel';
  readonly branches: readonly StateGraph[];
}

/** The body of a Map: ItemProcessor, or the older Iterator, which is always INLINE. */
export interface ItemProcessor extends StateGraph {
  /** Of the whole machine. */
  readonly queryLanguage: QueryLanguage;
  readonly usesJsonata: boolean;
  readonly mode: 'INLINE' | 'DISTRIBUTED';
  readonly executionType: StateMachineType | undefined;
}

export interface MapState
  extends
    StateBase,
    PathFields,
    Omit<ResultFields, 'parameters' | 'arguments'>,
    ErrorFields,
    Transition {
  readonly type: 'Map';
  readonly itemProcessor: ItemProcessor;
  /** `'$'` when absent. */
  readonly itemsPath: string;
  /** JSONata only: the array, or an expression for it. */
  readonly items: Json | undefined;
  /** ItemSelector, or the older Parameters. */
  readonly itemSelector: Json | undefined;
  /** 0 means no limit; in JSONata also an expression. */
  readonly maxConcurrency: number | string;
  readonly maxConcurrencyPath: string | undefined;
  readonly toleratedFailureCount: number | string | undefined;
  readonly toleratedFailureCountPath: string | undefined;
  readonly toleratedFailurePercentage: number | string | undefined;
  readonly toleratedFailurePercentagePath: string | undefined;
  readonly itemReader: JsonObject | undefined;
  readonly itemBatcher: JsonObject | undefined;
  readonly resultWriter: JsonObject | undefined;
  readonly label: string | undefined;
}
