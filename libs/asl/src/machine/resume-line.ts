import type { StateGraph } from '../definition/state-machine.ts';
import { executionRedriven } from '../history/state-events.ts';
import type { Payload } from '../payload.ts';
import type { PastLine, PastState } from '../redrive/past-line.ts';
import { createFrame, type Frame } from './execution-state.ts';
import { record } from './record.ts';
import type { Run } from './run.ts';
import { variableBytesWith } from './variable-limit.ts';

/** How a line that is run again is bound to what is around it. */
export interface LineSurroundings {
  readonly parentId: number | undefined;
  readonly index: number;
  readonly mapItem: Frame['mapItem'];
  /** Those that the line saw as it began. */
  readonly variables: Frame['variables'];
}

/** Go on with an execution that had ended: its line is run again from where it stopped. */
export function redriveExecution(run: Run, line: PastLine): void {
  const { settings, eventCount, input, redriveCount } = run.before;
  const cursor = record(run, eventCount, executionRedriven(redriveCount));
  const around = { parentId: undefined, index: 0, mapItem: undefined, variables: {} };
  const id = ++run.lastId;
  const resumed = resumeLine(id, settings.definition, line, around);
  const root = resumed ?? createFrame(id, settings.definition, { ...around, cursor: 0, input });
  // The first state's event points back to 0 also here.
  run.frames.set(id, resumed ? { ...root, cursor } : root);
  const output = outputOf(settings.definition, line);
  if (output) run.signals.push({ kind: 'lineSucceeded', frameId: id, output });
  else run.turns.push(id);
}

/**
 * The frame of a line that is run again from the state that it was in, or was about to enter.
 *
 * @returns `undefined` when the line had not entered a state, and so begins anew
 */
export function resumeLine(
  id: number,
  graph: StateGraph,
  { state, variables, lastEventId }: PastLine,
  around: LineSurroundings,
): Frame | undefined {
  const definition = state && graph.states[state.name];
  if (!state || !definition) return undefined;
  const frame: Frame = {
    ...createFrame(id, graph, { ...around, cursor: lastEventId, input: parse(state.inputText) }),
    variables: { ...around.variables, ...variables },
    variableBytes: variableBytesWith({ variableBytes: {} }, variables),
    stateName: state.name,
    enteredEventId: state.enteredEventId,
    beforeEntryId: state.beforeEntryId,
    enteredMs: state.enteredMs,
    phase: { kind: 'resuming', past: state },
  };
  // The service enters a Fail state anew; all others go on inside.
  if (state.type === 'Fail')
    return { ...frame, phase: { kind: 'entering', stateName: state.name } };
  const next = 'next' in definition ? definition.next : undefined;
  if (state.position !== 'left' || next === undefined) return frame;
  return { ...frame, input: outputPayload(state), phase: { kind: 'entering', stateName: next } };
}

/** The output of a line that had ended well; `undefined` for any other. */
export function outputOf(graph: StateGraph, { state }: PastLine): Payload | undefined {
  const definition = state && graph.states[state.name];
  if (!definition || state.position !== 'left' || definition.type === 'Choice') return undefined;
  if ('next' in definition && definition.next !== undefined) return undefined;
  return outputPayload(state);
}

function outputPayload({ outputText = 'null' }: PastState): Payload {
  return parse(outputText);
}

function parse(text: string): Payload {
  return { json: JSON.parse(text) as Payload['json'], text };
}
