import type { Json } from '@pipelines/core';

/** What `$states` shows; `result` and `errorOutput` exist only where the state has them. */
export interface StatesBinding {
  readonly input: Json;
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly context: Json;
}

/** Expressions that a state needs the values of, and what they may look at. */
export interface JsonataQuestion {
  /** Without their `{% %}`. */
  readonly expressions: readonly string[];
  readonly states: StatesBinding;
  readonly variables: Readonly<Record<string, Json>>;
  /** What `$now()` and `$millis()` say, in epoch milliseconds. */
  readonly nowMs: number;
}

/** The value of an expression, or how AWS ends the sentence about why there is none. */
export type JsonataAnswer = { readonly value: Json } | { readonly problem: string };
