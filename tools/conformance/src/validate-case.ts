import { InvalidDefinitionError, validateDefinition, type Diagnostic } from '@pipelines/asl';
import { isJsonObject, type Json } from '@pipelines/core';
import type { Verdict } from './compare-case.ts';
import type { CorpusCase } from './corpus-case.ts';
import { matchJson } from './match-json.ts';

/**
 * Validate the definition of a case and compare with what CreateStateMachine or
 * ValidateStateMachineDefinition answered.
 *
 * Where the recording is not AWS's own, only the fact of the refusal counts.
 */
export function validateCase(one: CorpusCase): Verdict {
  const text = one.definitionString ?? one.definition;
  const diagnostics = validateDefinition(text, { type: one.type ?? 'STANDARD' });
  const why = one.expected.errorCode
    ? refusalDifference(one, diagnostics)
    : diagnosticsDifference(one.expected.response ?? null, diagnostics);
  const { id, category } = one;
  return { id, category, cause: true, result: why ? 'fail' : 'pass', why: why ?? '' };
}

function refusalDifference(
  { expected, quality }: CorpusCase,
  diagnostics: readonly Diagnostic[],
): string | undefined {
  if (diagnostics.length === 0) return `accepted, not ${expected.errorMessage ?? 'refused'}`;
  if (quality === 'localstack-recorded') return undefined;
  const { message } = new InvalidDefinitionError(diagnostics);
  const isSame = matchJson(expected.errorMessage ?? '', message);
  return isSame ? undefined : `${message} is not ${expected.errorMessage ?? ''}`;
}

function diagnosticsDifference(
  response: Json,
  diagnostics: readonly Diagnostic[],
): string | undefined {
  const wanted = isJsonObject(response) ? (response.diagnostics ?? null) : null;
  const found = diagnostics.map((diagnostic) => ({ ...diagnostic }));
  if (matchJson(wanted, found)) return undefined;
  return `diagnostics: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`;
}
