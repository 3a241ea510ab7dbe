import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { QueryLanguage } from './state-machine.ts';

/** A graph of states inside a definition that may yet be wrong. */
export interface RawGraph {
  /** Empty for the machine itself; `/States/Each/ItemProcessor` for a body. */
  readonly location: string;
  readonly graph: JsonObject;
}

/** The machine and the graphs inside its states, at any depth, in the order of the document. */
export function* listGraphs(graph: JsonObject, location = ''): Generator<RawGraph> {
  yield { graph, location };
  for (const { state, location: place } of listStates({ graph, location })) {
    for (const field of ['ItemProcessor', 'Iterator']) {
      const body = state[field];
      if (isJsonObject(body)) yield* listGraphs(body, `${place}/${field}`);
    }
    for (const [index, branch] of asArray(state.Branches).entries()) {
      if (isJsonObject(branch)) yield* listGraphs(branch, `${place}/Branches[${index}]`);
    }
  }
}

/** The states of one graph that are objects, with their places. */
export function listStates({ graph, location }: RawGraph): readonly {
  readonly name: string;
  readonly state: JsonObject;
  readonly location: string;
}[] {
  return Object.entries(isJsonObject(graph.States) ? graph.States : {}).flatMap(([name, state]) =>
    isJsonObject(state) ? [{ name, state, location: `${location}/States/${name}` }] : [],
  );
}

function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** Where a state may go, and where that is written: Next, Default, Choices and Catch. */
export function listTargets(
  state: JsonObject,
): readonly { readonly target: string; readonly place: string }[] {
  const nested = ['Choices', 'Catch'].flatMap((field) =>
    asArray(state[field]).map((entry, index) => ({
      target: isJsonObject(entry) ? entry.Next : undefined,
      place: `${field}[${index}]/Next`,
    })),
  );
  return [
    { target: state.Next, place: 'Next' },
    { target: state.Default, place: 'Default' },
    ...nested,
  ].flatMap(({ target, place }) => (typeof target === 'string' ? [{ target, place }] : []));
}

/** True when any state of a graph, at any depth, is written in JSONata. */
export function usesJsonata(graph: JsonObject, queryLanguage: QueryLanguage): boolean {
  const states = [...listGraphs(graph)].flatMap(listStates);
  return (
    queryLanguage === 'JSONata' || states.some(({ state }) => state.QueryLanguage === 'JSONata')
  );
}
