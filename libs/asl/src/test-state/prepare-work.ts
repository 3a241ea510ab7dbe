import type { Json, JsonObject } from '@pipelines/core';
import type { MapState, ParallelState, PassState, TaskState } from '../definition/state-machine.ts';
import { effectiveInput, selectPath } from '../states/data-flow.ts';
import { maxConcurrencyOf, toleranceOf, toleratedAmong } from '../states/map-limits.ts';
import { itemsOf, mapInput } from '../states/map-state.ts';
import type { StateView, TaskPlan } from '../states/state-view.ts';
import { planTask } from '../states/task-state.ts';
import { parseJson } from './check-request.ts';
import { inspected } from './inspected.ts';
import type { Trial } from './test-state.ts';

/** What a state does before its work, as far as it has any. */
export interface Prepared {
  /** What is to be called. */
  readonly plan?: TaskPlan;
  /** How many items of a Map may fail; undefined when it does not say. */
  readonly tolerated?: number | undefined;
  readonly inspection: JsonObject;
}

/**
 * Evaluate what a state needs before its work.
 *
 * @throws {EvaluationError} when a field does not fit the data
 */
export function prepareWork({ request, state }: Trial, view: StateView): Prepared {
  switch (state.type) {
    case 'Task':
      return prepareTask(state, view);
    case 'Map':
      return prepareMap(state, view, request.stateConfiguration?.mapItemReaderData);
    case 'Parallel':
      return prepareParallel(state, view);
    case 'Pass':
      return { inspection: inspectPass(state, view) };
    default: {
      const inputPath = 'inputPath' in state ? state.inputPath : '$';
      return { inspection: inspectInputPath(state.queryLanguage, inputPath, view) };
    }
  }
}

function prepareTask(state: TaskState, view: StateView): Prepared {
  const plan = planTask(state, view);
  const isJsonata = state.queryLanguage === 'JSONata';
  const inspection = isJsonata
    ? { ...(state.arguments !== undefined && { afterArguments: plan.payload.text }) }
    : {
        ...inspectInputPath(state.queryLanguage, state.inputPath, view),
        afterParameters: plan.payload.text,
      };
  return { plan, inspection };
}

function prepareMap(state: MapState, view: StateView, readerData: string | undefined): Prepared {
  const input = mapInput(state, view);
  const numbers = { scope: view.scope(input.json), view };
  const items = readItems(state, numbers, readerData);
  const tolerance = toleranceOf(state, numbers);
  const { count, percentage } = tolerance;
  const isPath = state.queryLanguage === 'JSONPath';
  return {
    tolerated: toleratedAmong(tolerance, items.length),
    inspection: {
      ...inspectInputPath(state.queryLanguage, state.inputPath, view),
      ...(isPath && !state.itemReader && { afterItemsPath: inspected([...items]) }),
      maxConcurrency: maxConcurrencyOf(state, numbers),
      ...(count !== undefined && { toleratedFailureCount: count }),
      ...(percentage !== undefined && { toleratedFailurePercentage: percentage }),
    },
  };
}

function readItems(
  state: MapState,
  { scope, view }: Parameters<typeof maxConcurrencyOf>[1],
  readerData: string | undefined,
): readonly Json[] {
  if (!state.itemReader) return itemsOf(state, scope, view);
  const data = parseJson(readerData ?? '[]', 'Map item reader data must be valid JSON');
  return Array.isArray(data) ? data : [];
}

/** Arguments are evaluated, and the service does not show them. */
function prepareParallel(state: ParallelState, view: StateView): Prepared {
  effectiveInput(state, view);
  return { inspection: {} };
}

/** A Pass with a Result never looks at its input. */
function inspectPass(state: PassState, view: StateView): JsonObject {
  if (state.queryLanguage === 'JSONata' || state.result !== undefined) return {};
  return {
    ...inspectInputPath(state.queryLanguage, state.inputPath, view),
    afterParameters: effectiveInput(state, view).text,
  };
}

function inspectInputPath(
  language: 'JSONPath' | 'JSONata',
  inputPath: string | null,
  view: StateView,
): JsonObject {
  if (language === 'JSONata') return {};
  return { afterInputPath: selectPath(inputPath, view.input, view).text };
}
