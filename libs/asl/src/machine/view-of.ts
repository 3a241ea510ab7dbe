import type { Json } from '@pipelines/core';
import type { Scope } from '../scope.ts';
import { contextObject } from '../states/context-object.ts';
import type { StateView } from '../states/state-view.ts';
import type { Frame } from './execution-state.ts';
import type { Run } from './run.ts';

/** What the state that `frame` is in may look at. */
export function viewOf(run: Run, frame: Frame): StateView {
  const execution = { ...run.before, startMs: run.startMs };
  return {
    input: frame.input,
    nowMs: run.nowMs,
    enteredMs: frame.enteredMs,
    host: run.before.settings.host,
    scope: (input) => lazyScope(input, () => contextObject(execution, frame)),
    itemScope: (input, item) => lazyScope(input, () => contextObject(execution, frame, item)),
  };
}

/** Most expressions never ask for the context, and it costs two formatted times. */
function lazyScope(input: Json, makeContext: () => Json): Scope {
  let context: Json | undefined;
  return {
    input,
    get context() {
      context ??= makeContext();
      return context;
    },
  };
}
