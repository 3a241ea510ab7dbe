import type { Json, JsonObject } from '@pipelines/core';
import { EMPTY_OBJECT, toPayload, type Payload } from '../payload.ts';
import { evaluatePath } from '../paths/evaluate-path.ts';
import { writeReferencePath } from '../paths/write-reference-path.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import type { StateView } from './state-view.ts';

interface ResultRules {
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
 * The input of a state's work: InputPath, then Parameters where the state has them.
 *
 * @throws {EvaluationError} when a path or an intrinsic function of them fails
 */
export function effectiveInput(
  state: { readonly inputPath: string | null; readonly parameters?: Json | undefined },
  view: StateView,
): Payload {
  const selected = selectPath(state.inputPath, view.input, view);
  if (state.parameters === undefined) return selected;
  const scope = view.scope(selected.json);
  return toPayload(evaluateTemplate(state.parameters, scope, view.host, 'Parameters'));
}

/**
 * The output of a state from the result of its work: ResultSelector, ResultPath into the raw
 * input, OutputPath.
 *
 * @throws {EvaluationError} when one of them does not fit the data
 */
export function applyResult(rules: ResultRules, result: Payload, view: StateView): Payload {
  const selected = rules.resultSelector
    ? toPayload(
        evaluateTemplate(
          rules.resultSelector,
          view.scope(result.json),
          view.host,
          'ResultSelector',
        ),
      )
    : result;
  return selectPath(rules.outputPath, placeResult(rules.resultPath, selected, view.input), view);
}

/** Put a result at `resultPath` of the raw input: `$` replaces the input, `null` keeps it. */
export function placeResult(resultPath: string | null, result: Payload, input: Payload): Payload {
  if (resultPath === null) return input;
  if (resultPath === '$') return result;
  return toPayload(writeReferencePath(input.json, resultPath, result.json));
}
