import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { QueryLanguage } from '../definition/state-machine.ts';
import { EMPTY_OBJECT, toPayload, type Payload } from '../payload.ts';
import { evaluatePath } from '../paths/evaluate-path.ts';
import { writeReferencePath } from '../paths/write-reference-path.ts';
import type { Scope } from '../scope.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { fillField, fillFields } from './jsonata-flow.ts';
import type { Assigned, StatesFields, StateView } from './state-view.ts';

/** What a state hands on, and the variables that it sets. */
export interface StateOutput {
  readonly output: Payload;
  readonly assigned: Assigned;
}

/** What a state does with the result of its work. */
interface ResultRules {
  readonly queryLanguage: QueryLanguage;
  readonly assign: JsonObject | undefined;
  readonly output: Json | undefined;
  readonly resultSelector?: JsonObject | undefined;
  readonly resultPath: string | null;
  readonly outputPath: string | null;
}

/**
 * Apply InputPath or OutputPath. `$` hands on the payload itself, text included; `null` gives `{}`.
 *
 * @throws {PathNotFoundError} when the path selects nothing
 */
export function selectPath(path: string | null, payload: Payload, view: StateView): Payload {
  if (path === '$') return payload;
  if (path === null) return EMPTY_OBJECT;
  return toPayload(evaluatePath(path, view.scope(payload.json)));
}

/**
 * The input of a state's work: InputPath, then Parameters where the state has them; in JSONata
 * Arguments, else the state's input.
 *
 * @throws {EvaluationError} when a path, a call or an expression of them fails
 */
export function effectiveInput(
  state: {
    readonly queryLanguage: QueryLanguage;
    readonly inputPath: string | null;
    readonly parameters?: Json | undefined;
    readonly arguments?: Json | undefined;
  },
  view: StateView,
): Payload {
  if (state.queryLanguage === 'JSONata') {
    if (state.arguments === undefined) return view.input;
    const states = { input: view.input.json };
    return toPayload(fillField('Arguments', state.arguments, { states, view }));
  }
  const selected = selectPath(state.inputPath, view.input, view);
  if (state.parameters === undefined) return selected;
  const scope = view.scope(selected.json);
  return toPayload(evaluateTemplate(state.parameters, scope, view.host, 'Parameters'));
}

/**
 * What a state leaves behind after the result of its work.
 *
 * Variables come from Assign, whose `$` is the result itself. The output is ResultSelector, then
 * ResultPath into the raw input, then OutputPath; in JSONata it is Output, else the result. All of
 * them see the variables as they were before the state.
 *
 * @throws {EvaluationError} when one of them does not fit the data
 */
export function applyResult(rules: ResultRules, result: Payload, view: StateView): StateOutput {
  if (rules.queryLanguage === 'JSONata') {
    const states = { input: view.input.json, result: result.json };
    return fillOutput(rules, { states, otherwise: result, view });
  }
  const scope = view.scope(result.json);
  const assigned = assignedBy(rules.assign, scope, view);
  const selected = selectResult(rules, result, view);
  const placed = placeResult(rules.resultPath, selected, view.input);
  return { output: selectPath(rules.outputPath, placed, view), assigned };
}

/** Apply ResultSelector, in which `$` is the result; without one the result stays as it is. */
export function selectResult(
  { resultSelector }: Pick<ResultRules, 'resultSelector'>,
  result: Payload,
  view: StateView,
): Payload {
  if (!resultSelector) return result;
  const scope = view.scope(result.json);
  return toPayload(evaluateTemplate(resultSelector, scope, view.host, 'ResultSelector'));
}

/**
 * What a state without a result leaves behind: its input through InputPath and OutputPath, in
 * JSONata its Output.
 *
 * @param rules - of the state; a branch of Choice may stand in with its own Assign and Output
 */
export function passInput(
  rules: Pick<ResultRules, 'queryLanguage' | 'assign' | 'output' | 'outputPath'> & {
    readonly inputPath: string | null;
  },
  view: StateView,
): StateOutput {
  if (rules.queryLanguage === 'JSONata') {
    const states = { input: view.input.json };
    return fillOutput(rules, { states, otherwise: view.input, view });
  }
  const input = selectPath(rules.inputPath, view.input, view);
  const assigned = assignedBy(rules.assign, view.scope(input.json), view);
  return { output: selectPath(rules.outputPath, input, view), assigned };
}

/** Variables of a JSONPath state: its Assign, in which `$` is the scope's input. */
export function assignedBy(
  assign: JsonObject | undefined,
  scope: Scope,
  view: StateView,
): Assigned {
  if (!assign) return undefined;
  const values = evaluateTemplate(assign, scope, view.host, 'Assign');
  return isJsonObject(values) ? values : undefined;
}

/** Fill Assign and Output of a JSONata state; without Output it leaves `otherwise`. */
export function fillOutput(
  { assign, output }: Pick<ResultRules, 'assign' | 'output'>,
  use: { readonly states: StatesFields; readonly otherwise: Payload; readonly view: StateView },
): StateOutput {
  const { Assign: assigned, Output: filled } = fillFields(
    { Assign: assign, Output: output },
    use.states,
    use.view,
  );
  return {
    assigned: isJsonObject(assigned) ? assigned : undefined,
    output: filled === undefined ? use.otherwise : toPayload(filled),
  };
}

/** Put a result at `resultPath` of the raw input: `$` replaces the input, `null` keeps it. */
export function placeResult(resultPath: string | null, result: Payload, input: Payload): Payload {
  if (resultPath === null) return input;
  if (resultPath === '$') return result;
  return toPayload(writeReferencePath(input.json, resultPath, result.json));
}
