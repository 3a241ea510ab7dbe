import { isJsonObject, type JsonObject } from '@pipelines/core';
import { textOf } from '../report/text-of.ts';

/**
 * A definition that runs one working state of a machine, and what prepares its input, then ends.
 *
 * Passes that come before the first working state stay, because they fill defaults that the state
 * reads. The state's Catch targets stay too, so that it fails under the same name as in the whole
 * machine. States that nothing leads to any more are left out.
 *
 * @param definition - a whole machine, placeholders bound or not; not modified
 * @param state - name of one of `workingStates`
 */
export function singleStateDefinition(
  definition: JsonObject,
  state: string,
  workingStates: readonly string[],
): JsonObject {
  const states = objectAt(definition, 'States');
  const kept: JsonObject = {};
  let name = textOf(definition['StartAt']) ?? '';
  const startAt = workingStates.includes(name) ? state : name;
  while (name in states && !workingStates.includes(name)) {
    const preparation = objectAt(states, name);
    const next = textOf(preparation['Next']) ?? '';
    kept[name] = workingStates.includes(next) ? { ...preparation, Next: state } : preparation;
    name = next;
  }
  const alone: JsonObject = { ...objectAt(states, state), End: true };
  delete alone['Next'];
  kept[state] = alone;
  for (const target of catchTargets(alone)) kept[target] = objectAt(states, target);
  return { ...definition, StartAt: startAt, States: kept };
}

function catchTargets(state: JsonObject): readonly string[] {
  const catchers = state['Catch'];
  if (!Array.isArray(catchers)) return [];
  return catchers.flatMap((catcher) => textOf(isJsonObject(catcher) ? catcher['Next'] : '') ?? []);
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isJsonObject(value) ? value : {};
}
