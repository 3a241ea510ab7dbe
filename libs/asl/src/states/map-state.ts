import type { Json } from '@pipelines/core';
import type { MapState } from '../definition/state-machine.ts';
import { QueryEvaluationError } from '../errors.ts';
import { toPayload, type Payload } from '../payload.ts';
import { evaluatePath } from '../paths/evaluate-path.ts';
import type { Scope } from '../scope.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { selectPath } from './data-flow.ts';
import { runtimeError } from './failure.ts';
import { fillField, fillTyped } from './jsonata-flow.ts';
import { maxConcurrencyOf, toleranceOf, toleratedAmong } from './map-limits.ts';
import type { BranchesPlan, DistributedPlan, MapItem, StateView } from './state-view.ts';

/** The service runs at most this many iterations of an inline Map at a time. */
const INLINE_CONCURRENCY = 40;

/**
 * The items of an inline Map and the rules for running them.
 *
 * MaxConcurrency 0 means as many as the service allows, which is 40.
 *
 * @throws {EvaluationError} when ItemsPath is not an array, or a limit is not such a number
 */
export function planMap(state: MapState, view: StateView): BranchesPlan {
  const input = mapInput(state, view);
  const source = { scope: view.scope(input.json), view };
  const items = itemsOf(state, source.scope, view);
  return {
    kind: 'branches',
    input,
    items,
    total: items.length,
    maxConcurrency: Math.min(maxConcurrencyOf(state, source) || Infinity, INLINE_CONCURRENCY),
    toleratedFailures: toleratedAmong(toleranceOf(state, source), items.length),
  };
}

/** The items of a distributed Map, as far as they are known before it runs. */
export function planDistributedMap(state: MapState, view: StateView): DistributedPlan {
  const input = mapInput(state, view);
  const items = state.itemReader ? undefined : itemsOf(state, view.scope(input.json), view);
  return { kind: 'distributed', input, items };
}

/** What a Map calls its input: InputPath of the state's, in JSONata the state's input itself. */
export function mapInput(state: MapState, view: StateView): Payload {
  if (state.queryLanguage === 'JSONata') return view.input;
  return selectPath(state.inputPath, view.input, view);
}

/**
 * The items of a Map that reads none from elsewhere.
 *
 * @throws {EvaluationError} when they are no array
 */
export function itemsOf(state: MapState, scope: Scope, view: StateView): readonly Json[] {
  return state.queryLanguage === 'JSONata'
    ? filledItems(state, view)
    : itemsAt(state.itemsPath, scope);
}

function itemsAt(path: string, scope: Scope): readonly Json[] {
  const items = evaluatePath(path, scope);
  if (Array.isArray(items)) return items;
  throw runtimeError(`Reference path "${path}" must point to array.`);
}

/** Items of a JSONata state, else its input, which then must be the array. */
function filledItems(state: MapState, view: StateView): readonly Json[] {
  const states = { input: view.input.json };
  const items =
    state.items === undefined
      ? view.input.json
      : fillTyped('Items', state.items, { type: 'array', states, view });
  if (Array.isArray(items)) return items;
  throw new QueryEvaluationError(`Map state input must be an array but was: ${view.input.text}`);
}

/**
 * The input of one iteration: ItemSelector (or the older Parameters), else the item itself.
 *
 * @param work - the item, and the Map's input after InputPath, which the selector calls `$`
 * @throws {EvaluationError} when the selector does not fit the data
 */
export function itemInput(
  state: MapState,
  { input, item }: { readonly input: Json; readonly item: MapItem },
  view: StateView,
): Payload {
  if (state.itemSelector === undefined) return toPayload(item.value);
  if (state.queryLanguage === 'JSONata') {
    const inItem: StateView = {
      ...view,
      evaluate: (expressions, states) => view.evaluate(expressions, states, item),
    };
    const use = { states: { input: view.input.json }, view: inItem };
    return toPayload(fillField('ItemSelector', state.itemSelector, use));
  }
  const scope = view.itemScope(input, item);
  return toPayload(evaluateTemplate(state.itemSelector, scope, view.host, 'ItemSelector'));
}
