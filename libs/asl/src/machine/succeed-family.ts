import type { Json } from '@pipelines/core';
import { toPayload } from '../payload.ts';
import { applyResult } from '../states/data-flow.ts';
import type { Frame } from './execution-state.ts';
import { evaluating, exitState, stateOf } from './exit-state.ts';
import { record } from './record.ts';
import { updateFrame, type Run } from './run.ts';
import { viewOf } from './view-of.ts';

/**
 * The work of a Parallel or Map is done: record it and leave the state with its result.
 *
 * A failure from here on follows the Succeeded event; a good exit goes around it.
 */
export function succeedFamily(run: Run, parent: Frame, result: Json): void {
  const state = stateOf(parent);
  if (state.type !== 'Parallel' && state.type !== 'Map') return;
  const succeededId = record(run, parent.cursor, { type: `${state.type}StateSucceeded` });
  const done = updateFrame(run, parent, { cursor: succeededId, phase: { kind: 'starting' } });
  evaluating(run, done, () => {
    const exit = applyResult(state, toPayload(result), viewOf(run, done));
    exitState(run, { ...done, cursor: parent.cursor }, { ...exit, next: state.next });
  });
}
