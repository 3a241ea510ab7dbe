import { isJsonObject } from '@pipelines/core';
import { errorFields } from '../history/event-fields.ts';
import {
  mapRunFailed,
  mapRunRedriven,
  mapRunStarted,
  mapStarted,
} from '../history/state-events.ts';
import type { PastMapRun } from '../redrive/past-line.ts';
import { failureWith } from '../states/failure.ts';
import { planMapRun, type MapRunPlan } from '../states/map-run-plan.ts';
import type { DistributedPlan } from '../states/state-view.ts';
import type { MapState } from '../definition/state-machine.ts';
import type { MapRunCall } from './effect.ts';
import type { MapRunEnd } from './engine-event.ts';
import type { Frame } from './execution-state.ts';
import { evaluating, failState, stateOf } from './exit-state.ts';
import { recordOn } from './record.ts';
import { frameOfHandle, newHandle, updateFrame, type Run } from './run.ts';
import { succeedFamily } from './succeed-family.ts';
import { viewOf } from './view-of.ts';

/**
 * Start a distributed Map: its children are executions of their own, which the world runs.
 *
 * @param past - the Map Run of before a redrive, which goes on unless it succeeded, or its results
 *   together were over the size limit
 */
export function startMapRun(
  run: Run,
  frame: Frame,
  { input, items }: DistributedPlan,
  past?: PastMapRun,
): void {
  const state = stateOf(frame);
  if (state.type !== 'Map') return;
  const redriven = past && canGoOn(run, past) ? past : undefined;
  // The service writes the Started event before it looks at the other fields.
  const started = redriven ? frame : recordOn(run, frame, mapStarted(items?.length ?? 0));
  evaluating(run, started, () => {
    const view = viewOf(run, started);
    const plan = planMapRun(state, { scope: view.scope(input.json), view });
    const { context } = view.scope(input.json);
    const selection = {
      selector: state.itemSelector,
      queryLanguage: state.queryLanguage,
      input: input.json,
      context: isJsonObject(context) ? context : {},
      variables: started.variables,
      nowMs: run.nowMs,
    };
    begin(run, started, { ...describeMap(run, state, redriven), ...plan, items, selection });
  });
}

/** A Map Run has ended; the state ends as it did. */
export function endMapRun(run: Run, mapRunId: string, end: MapRunEnd): void {
  const frame = frameOfHandle(run, mapRunId);
  if (frame?.phase.kind !== 'mapRun' || frame.phase.mapRunId !== mapRunId) return;
  if ('output' in end) {
    succeedFamily(run, recordOn(run, frame, { type: 'MapRunSucceeded' }), end.output);
    return;
  }
  const failure = failureWith(end.error, end.cause);
  const failed = recordOn(run, frame, mapRunFailed(errorFields(failure)));
  failState(run, updateFrame(run, failed, { phase: { kind: 'starting' } }), failure);
}

function begin(run: Run, frame: Frame, call: Omit<MapRunCall, 'mapRunId'>): void {
  const { mapRunArn, redriveCount } = call;
  const isRedrive = redriveCount > 0;
  const event = isRedrive ? mapRunRedriven(mapRunArn, redriveCount) : mapRunStarted(mapRunArn);
  const running = recordOn(run, frame, event);
  const mapRunId = newHandle(run, running);
  run.effects.push({ type: 'runMap', call: { ...call, mapRunId } });
  updateFrame(run, running, { phase: { kind: 'mapRun', mapRunId } });
}

function canGoOn(run: Run, { hasSucceeded }: PastMapRun): boolean {
  return !hasSucceeded && run.before.past?.error !== 'States.DataLimitExceeded';
}

/** Names of a run, and what its children run. */
function describeMap(
  run: Run,
  state: MapState,
  past: PastMapRun | undefined,
): Omit<MapRunCall, keyof MapRunPlan | 'mapRunId' | 'items' | 'selection'> {
  const { settings } = run.before;
  const label = state.label ?? labelOf(past) ?? settings.host.uuid();
  const machine = settings.machineArn.replace(':stateMachine:', ':mapRun:');
  return {
    mapRunArn: past?.arn ?? `${machine}/${label}:${settings.host.uuid()}`,
    redriveCount: past ? past.redriveCount + 1 : 0,
    label,
    stateName: state.name,
    processor: state.itemProcessor,
  };
}

/** `…:mapRun:machine/label:uuid` */
function labelOf(past: PastMapRun | undefined): string | undefined {
  return past?.arn.split('/').at(-1)?.split(':')[0];
}
