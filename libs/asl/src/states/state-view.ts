import type { Json } from '@pipelines/core';
import type { JsonataAnswer, StatesBinding } from '../jsonata/question.ts';
import type { Payload } from '../payload.ts';
import type { Host, Scope } from '../scope.ts';

/** What `$states` shows besides the context. */
export type StatesFields = Omit<StatesBinding, 'context'>;

/** Variables that a state sets; undefined when it has no Assign. */
export type Assigned = Readonly<Record<string, Json>> | undefined;

/** What the rules of a state may look at. */
export interface StateView {
  /** The state's input, before InputPath. */
  readonly input: Payload;
  readonly nowMs: number;
  readonly enteredMs: number;
  readonly host: Host;
  /** A scope in which `$` is `input`; `$$` is built only when an expression asks for it. */
  scope(input: Json): Scope;
  /** The same scope, inside one item of a Map. */
  itemScope(input: Json, item: MapItem): Scope;
  /**
   * The values of JSONata expressions, up to the first without one.
   *
   * Unwinds the state's work when the world has yet to evaluate them; it is then done again.
   */
  evaluate(
    expressions: readonly string[],
    states: StatesFields,
    item?: MapItem,
  ): readonly JsonataAnswer[];
}

/** One item of a Map: what `$$.Map.Item` shows. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/** What a state decided to do. */
export type Outcome =
  | ExitOutcome
  | { readonly kind: 'wait'; readonly dueAtMs: number }
  | {
      readonly kind: 'declaredFailure';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    }
  | TaskPlan
  | BranchesPlan
  | DistributedPlan;

/** Leave the state with an output; no `next` ends the line of states. */
export interface ExitOutcome {
  readonly kind: 'exit';
  readonly output: Payload;
  readonly next: string | undefined;
  readonly assigned: Assigned;
}

/** Call the Resource of a Task. */
export interface TaskPlan {
  readonly kind: 'task';
  readonly resource: string;
  readonly payload: Payload;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly credentials: Json | undefined;
}

/** Run the branches of a Parallel (`items` undefined) or the iterations of a Map. */
export interface BranchesPlan {
  readonly kind: 'branches';
  readonly input: Payload;
  readonly items: readonly Json[] | undefined;
  readonly total: number;
  readonly maxConcurrency: number;
  readonly toleratedFailures: number | undefined;
}

/** Run a Map whose iterations are executions of their own. */
export interface DistributedPlan {
  readonly kind: 'distributed';
  readonly input: Payload;
  /** `undefined` when an ItemReader brings them. */
  readonly items: readonly Json[] | undefined;
}
