import type { Json, JsonObject } from '@pipelines/core';
import { evaluateJsonata } from '../jsonata/evaluate-jsonata.ts';
import type { QueryLanguage } from '../definition/state-machine.ts';
import type { Host } from '../scope.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { fillWith, listExpressions } from './jsonata-flow.ts';

/** What makes the input of a Map Run's child from its item, as the Map was when it began. */
export interface ItemSelection {
  readonly selector: Json | undefined;
  readonly queryLanguage: QueryLanguage;
  /** The Map's input, which the selector calls `$` or `$states.input`. */
  readonly input: Json;
  readonly context: JsonObject;
  readonly variables: Readonly<Record<string, Json>>;
  readonly nowMs: number;
}

/**
 * The input of a Map Run's child before batching: ItemSelector, else the item itself.
 *
 * @param item - its position among all items, from 0, and its value
 * @throws {EvaluationError} when the selector does not fit the data
 */
export async function selectItem(
  selection: ItemSelection,
  item: { readonly index: number; readonly value: Json },
  host: Host,
): Promise<Json> {
  const { selector, input, variables, nowMs } = selection;
  if (selector === undefined) return item.value;
  const context = {
    ...selection.context,
    Map: { Item: { Index: item.index, Value: item.value } },
  };
  if (selection.queryLanguage === 'JSONPath') {
    return evaluateTemplate(selector, { input, context, variables }, host, 'ItemSelector');
  }
  const places = listExpressions(selector, 'ItemSelector');
  const expressions = places.map(({ expression }) => expression);
  const states = { input, context };
  const answers = await evaluateJsonata({ expressions, states, variables, nowMs }, host);
  return fillWith(selector, places, answers);
}
