import { isJsonObject, type JsonObject } from '@pipelines/core';
import type { Diagnostic, DiagnosticCode } from './diagnostic.ts';
import { listGraphs, listStates, listTargets, type RawGraph } from './graphs.ts';

/**
 * Check where the states of a machine lead: unknown targets, unreachable states, names used twice,
 * and a machine without an end.
 *
 * As in Step Functions, every position is called 'Next' in the message, only the outermost graph
 * needs an end, and a machine without one is not searched for unreachable states.
 */
export function checkTransitions(machine: JsonObject): readonly Diagnostic[] {
  const graphs = [...listGraphs(machine)];
  const hasEnd = listStates({ graph: machine, location: '' }).some(({ state }) => isEnd(state));
  return [
    ...findDuplicates(graphs),
    ...graphs.flatMap((graph) => findDanglingTargets(graph)),
    ...(hasEnd ? [] : [MISSING_END]),
    ...graphs.flatMap((graph) =>
      hasEnd || graph.location !== '' ? findUnreachableStates(graph) : [],
    ),
  ];
}

const MISSING_END: Diagnostic = {
  severity: 'ERROR',
  code: 'MISSING_END_STATE',
  message: 'Workflow has no terminal state',
};

function isEnd(state: JsonObject): boolean {
  return state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
}

function problem(code: DiagnosticCode, message: string, location: string): Diagnostic {
  return { severity: 'ERROR', code, message, location };
}

/** Names are unique in the whole machine, not only in their graph. */
function findDuplicates(graphs: readonly RawGraph[]): Diagnostic[] {
  const seen = new Set<string>();
  return graphs.flatMap(listStates).flatMap(({ name, location }) => {
    if (seen.has(name)) {
      return [problem('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, location)];
    }
    seen.add(name);
    return [];
  });
}

function findDanglingTargets(raw: RawGraph): Diagnostic[] {
  const known = raw.graph.States;
  const start =
    typeof raw.graph.StartAt === 'string'
      ? [{ target: raw.graph.StartAt, location: `${raw.location}/StartAt` }]
      : [];
  const targets = listStates(raw).flatMap(({ state, location }) =>
    listTargets(state).map(({ target, place }) => ({ target, location: `${location}/${place}` })),
  );
  return [...start, ...targets]
    .filter(({ target }) => !isJsonObject(known) || !Object.hasOwn(known, target))
    .map(({ target, location }) =>
      problem('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, location),
    );
}

function findUnreachableStates(raw: RawGraph): Diagnostic[] {
  const states = new Map(listStates(raw).map((entry) => [entry.name, entry]));
  const reached = new Set<string>();
  const waiting = typeof raw.graph.StartAt === 'string' ? [raw.graph.StartAt] : [];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const entry = states.get(name);
    if (!entry || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...listTargets(entry.state).map(({ target }) => target));
  }
  return [...states.values()]
    .filter(({ name }) => !reached.has(name))
    .map(({ name, location }) =>
      problem('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, location),
    );
}
