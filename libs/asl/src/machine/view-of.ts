import type { Json } from '@pipelines/core';
import { contextObject } from '../states/context-object.ts';
import type { StateView } from '../states/state-view.ts';
import { ask } from './ask.ts';
import type { Frame } from './execution-state.ts';
import type { Run } from './run.ts';

/** What the state that `frame` is in may look at. */
export function viewOf(run: Run, frame: Frame): StateView {
  const { variables } = frame;
  const execution = { ...run.before, startMs: run.startMs, redriveMs: run.redriveMs };
  return {
    input: frame.input,
    nowMs: run.nowMs,
    enteredMs: frame.enteredMs,
    host: run.before.settings.host,
    scope: (input) => lazyScope({ input, variables }, () => contextObject(execution, frame)),
    itemScope: (input, item) =>
      lazyScope({ input, variables }, () => contextObject(execution, frame, item)),
    evaluate: (expressions, fields, item) => {
      const states = lazyScope(fields, () => contextObject(execution, frame, item));
      return ask(run, { expressions, states, variables, nowMs: run.nowMs });
    },
  };
}

/** Most expressions never ask for the context, and it costs two formatted times. */
function lazyScope<Known extends object>(
  known: Known,
  makeContext: () => Json,
): Known & { readonly context: Json } {
  let context: Json | undefined;
  return {
    ...known,
    get context() {
      context ??= makeContext();
      return context;
    },
  };
}
