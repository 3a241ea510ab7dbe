import { validateDefinition, type Diagnostic } from '@pipelines/asl';
import type { JsonObject } from '@pipelines/core';
import { isNestedTooDeep } from './json-nesting.ts';
import { LONGEST_DEFINITION, NESTED_TOO_DEEP } from './machine-members.ts';
import { present } from './operation.ts';
import { membersOf } from './request-members.ts';

const MOST_DIAGNOSTICS = 100;

/** Found before the language's own checks, which call themselves for each level. */
const TOO_DEEP: Diagnostic = {
  severity: 'ERROR',
  code: 'INVALID_JSON_DESCRIPTION',
  message: NESTED_TOO_DEEP,
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export function validateStateMachineDefinition(body: JsonObject): JsonObject {
  const members = membersOf(body);
  const text = members.text('definition', { min: 1, max: LONGEST_DEFINITION });
  const type = members.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD';
  const least = members.optionalOneOf('severity', ['ERROR', 'WARNING']) ?? 'ERROR';
  const most = members.optionalInteger('maxResults', MOST_DIAGNOSTICS) || MOST_DIAGNOSTICS;
  const all = isNestedTooDeep(text) ? [TOO_DEEP] : validateDefinition(text, { type });
  const shown = all.filter(({ severity }) => least === 'WARNING' || severity === 'ERROR');
  return {
    result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: shown
      .slice(0, most)
      .map(({ severity, code, message, location }) =>
        present({ severity, code, message, location }),
      ),
    truncated: shown.length > most,
  };
}
