import { isJsonObject, type JsonObject } from '@pipelines/core';
import { type Diagnostic, schemaError } from './diagnostic.ts';

const MOST_LABEL_CHARACTERS = 40;
/** The characters that names in Step Functions may not have: blanks, brackets, wildcards, controls. */
const FORBIDDEN_IN_LABEL = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/**
 * Check what is particular to a Map: how its body runs, and its label.
 *
 * @param location - of the state: `/States/Each`
 */
export function* checkMap(state: JsonObject, location: string): Generator<Diagnostic> {
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    if (!isJsonObject(processor)) continue;
    if (processor.QueryLanguage !== undefined) {
      yield schemaError(`${location}/${field}`, "Field 'QueryLanguage' is not supported");
    }
    if (isJsonObject(processor.ProcessorConfig)) {
      yield* checkConfig(processor.ProcessorConfig, `${location}/${field}/ProcessorConfig`);
    }
  }
  if (typeof state.Label === 'string') yield* checkLabel(state.Label, `${location}/Label`);
}

function* checkConfig(config: JsonObject, place: string): Generator<Diagnostic> {
  const { Mode: mode = 'INLINE', ExecutionType: executionType } = config;
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') {
    yield schemaError(
      `${place}/Mode`,
      'Value should be one of the following: [INLINE, DISTRIBUTED]',
    );
  } else if (mode === 'INLINE') {
    if (executionType !== undefined) {
      yield schemaError(place, "Field 'ExecutionType' is not supported");
    }
  } else if (executionType === undefined) {
    yield schemaError(place, 'These fields are required: [ExecutionType]');
  } else if (executionType !== 'STANDARD' && executionType !== 'EXPRESS') {
    const message = 'Value should be one of the following: [STANDARD, EXPRESS]';
    yield schemaError(`${place}/ExecutionType`, message);
  }
}

function* checkLabel(label: string, location: string): Generator<Diagnostic> {
  const forbidden = FORBIDDEN_IN_LABEL.exec(label)?.[0];
  const problem =
    label === ''
      ? 'Label cannot be empty'
      : label.length > MOST_LABEL_CHARACTERS
        ? `Label '${label}' exceeds the 40-character limit allowed by the service`
        : forbidden !== undefined
          ? `Label contains invalid character: '${forbidden}'`
          : undefined;
  if (problem === undefined) return;
  yield { severity: 'ERROR', code: 'INVALID_LABEL_NAME', message: problem, location };
}
