import type { Json } from '@pipelines/core';
import type { HistoryEvent } from '../history/history-event.ts';
import type { PastLine, PastMapRun, PastState } from './past-line.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Line extends Mutable<Omit<PastLine, 'parent' | 'state' | 'variables'>> {
  readonly parent: Line | undefined;
  state: LineState | undefined;
  readonly variables: Record<string, Json>;
}

interface LineState extends Mutable<Omit<PastState, 'lines' | 'mapRun'>> {
  lines: Map<number, Line> | undefined;
  mapRun: Mutable<PastMapRun> | undefined;
}

/** What is known while the events are read, one after the other. */
interface Reading {
  readonly root: Line;
  /** The line of each event. */
  readonly lineOf: Map<number, Line>;
  /** Which branch of a Parallel begins with a state. */
  readonly branchOf: (parallel: string, state: string) => number;
}

/**
 * Read the lines of states of an execution out of its history.
 *
 * An event belongs to the line of the event that it points back to, or to one around it: the events
 * that end a Parallel or a Map point to the last event inside. Names tell which: they are unique
 * among all states of a machine.
 *
 * @param branchOf - position of the branch of a Parallel that begins with a state, both by name
 * @returns the line of the execution itself
 */
export function readPast(
  history: readonly HistoryEvent[],
  branchOf: Reading['branchOf'],
): PastLine {
  const root = createLine(undefined, 0);
  const reading: Reading = { root, lineOf: new Map(), branchOf };
  for (const event of history) {
    const line = readEvent(reading, event);
    line.lastEventId = event.id;
    reading.lineOf.set(event.id, line);
  }
  return root;
}

function createLine(parent: Line | undefined, index: number): Line {
  return { parent, index, state: undefined, variables: {}, lastEventId: 0 };
}

function readEvent(reading: Reading, event: HistoryEvent): Line {
  const { type } = event;
  if (type.startsWith('Execution')) return reading.root;
  const from = reading.lineOf.get(event.previousEventId) ?? reading.root;
  if (event.stateEnteredEventDetails) return enter(reading, event, from);
  if (event.stateExitedEventDetails) return leave(event, from);
  if (type === 'EvaluationFailed') return findEvaluation(reading, event, from);
  if (type.startsWith('MapIteration')) return readIteration(event, from);
  if (/^(Parallel|Map)State(Started|Succeeded|Failed|Aborted)$/.test(type)) {
    return readFamily(event, from);
  }
  if (type.startsWith('MapRun')) return readMapRun(event, from);
  return from;
}

function enter(reading: Reading, event: HistoryEvent, from: Line): Line {
  const { name = '', input = '{}' } = event.stateEnteredEventDetails ?? {};
  const line = lineThatEnters(reading, name, from);
  line.state = {
    name,
    type: event.type.replace(/StateEntered$/, ''),
    position: 'inside',
    inputText: input,
    outputText: undefined,
    enteredEventId: event.id,
    beforeEntryId: event.previousEventId,
    enteredMs: event.timestampMs,
    lines: undefined,
    mapRun: undefined,
  };
  return line;
}

/** The first state of a branch points back to the start of its Parallel, which is around it. */
function lineThatEnters({ branchOf }: Reading, name: string, from: Line): Line {
  const { state } = from;
  if (state?.type !== 'Parallel' || state.position !== 'inside' || !state.lines) return from;
  const index = branchOf(state.name, name);
  if (index < 0) return from;
  const line = createLine(from, index);
  state.lines.set(index, line);
  return line;
}

function leave(event: HistoryEvent, from: Line): Line {
  const { name = '', output, assignedVariables = {} } = event.stateExitedEventDetails ?? {};
  const line = around(from, ({ state }) => state?.name === name && state.position !== 'left');
  if (line.state) Object.assign(line.state, { position: 'left', outputText: output });
  for (const [variable, text] of Object.entries(assignedVariables)) {
    line.variables[variable] = JSON.parse(text) as Json;
  }
  return line;
}

/** One on entry points back to what came before the state. */
function findEvaluation({ lineOf }: Reading, event: HistoryEvent, from: Line): Line {
  const name = event.evaluationFailedEventDetails?.state;
  const found = ancestors(from).find(({ state }) => state?.name === name);
  if (found) return found;
  const entered = [...lineOf.values()].filter(({ state }) => state?.name === name);
  const exact = entered.find(({ state }) => state?.beforeEntryId === event.previousEventId);
  return exact ?? entered.at(-1) ?? from;
}

function readIteration(event: HistoryEvent, from: Line): Line {
  const details =
    event.mapIterationStartedEventDetails ??
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails ??
    event.mapIterationAbortedEventDetails;
  const { name = '', index = 0 } = details ?? {};
  const map = around(from, ({ state }) => state?.name === name);
  const line = map.state?.lines?.get(index);
  if (line && event.type !== 'MapIterationStarted') return line;
  const begun = createLine(map, index);
  map.state?.lines?.set(index, begun);
  return begun;
}

/** Start and end of what a Parallel or Map does; each attempt begins with no lines. */
function readFamily({ type }: HistoryEvent, from: Line): Line {
  const stateType = type.startsWith('Map') ? 'Map' : 'Parallel';
  const isStart = type.endsWith('Started');
  const line = around(
    from,
    ({ state }) =>
      state?.type === stateType && state.position === 'inside' && (isStart || !!state.lines),
  );
  const { state } = line;
  if (!state) return line;
  if (isStart) Object.assign(state, { lines: new Map(), mapRun: undefined });
  if (type.endsWith('Failed')) state.position = 'failed';
  return line;
}

function readMapRun(event: HistoryEvent, from: Line): Line {
  const line = around(from, ({ state }) => state?.type === 'Map' && state.position === 'inside');
  const { state } = line;
  if (!state) return line;
  const begun = event.mapRunStartedEventDetails;
  const redriven = event.mapRunRedrivenEventDetails;
  if (begun) state.mapRun = { arn: begun.mapRunArn, redriveCount: 0, hasSucceeded: false };
  if (redriven) {
    const { mapRunArn: arn, redriveCount } = redriven;
    state.mapRun = { arn, redriveCount, hasSucceeded: false };
  }
  if (event.type === 'MapRunSucceeded' && state.mapRun) state.mapRun.hasSucceeded = true;
  return line;
}

/** The line itself or the nearest around it that fits; else the line itself. */
function around(from: Line, fits: (line: Line) => boolean): Line {
  return ancestors(from).find(fits) ?? from;
}

function ancestors(from: Line): readonly Line[] {
  const lines: Line[] = [];
  for (let line: Line | undefined = from; line; line = line.parent) lines.push(line);
  return lines;
}
