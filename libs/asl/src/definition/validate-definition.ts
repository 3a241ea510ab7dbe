import { isJsonObject, type Json, type JsonObject, messageOf } from '@pipelines/core';
import { checkFieldContent } from './check-field-content.ts';
import { checkState, type MachineFacts } from './check-state.ts';
import { checkTransitions } from './check-transitions.ts';
import { type Diagnostic, schemaError } from './diagnostic.ts';
import { listGraphs, listStates, type RawGraph } from './graphs.ts';
import type { FieldContent } from './state-fields.ts';
import type { StateMachineType } from './state-machine.ts';

export interface DefinitionOptions {
  readonly type: StateMachineType;
}

/** State names longer than this are refused. */
const MOST_NAME_CHARACTERS = 80;

/**
 * Find what Step Functions would refuse in a definition, in its words.
 *
 * Structure comes first; where states lead is looked at only when the structure is right.
 * JSONata expressions are not parsed.
 *
 * @param text - JSON text, or the parsed document
 * @returns findings in the order of the document; empty when AWS would accept it
 * Source: docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export function validateDefinition(
  text: string | JsonObject,
  options: DefinitionOptions,
): readonly Diagnostic[] {
  const document = readDocument(text);
  if ('problem' in document) return [document.problem];
  const schemaErrors = [...checkMachine(document.machine, options)];
  return schemaErrors.length > 0 ? schemaErrors : checkTransitions(document.machine);
}

/** Parse the text of a definition, as far as to a JSON object. */
export function readDocument(
  text: string | JsonObject,
): { readonly machine: JsonObject } | { readonly problem: Diagnostic } {
  try {
    const machine = typeof text === 'string' ? (JSON.parse(text) as Json) : text;
    if (isJsonObject(machine)) return { machine };
    return { problem: schemaError('/', 'Expected value of type Object') };
  } catch (error) {
    const message = messageOf(error);
    return { problem: { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message } };
  }
}

const MACHINE_FIELDS: Readonly<Record<string, FieldContent>> = {
  Comment: { kind: 'text' },
  QueryLanguage: { kind: 'oneOf', values: ['JSONPath', 'JSONata'] },
  StartAt: { kind: 'text' },
  States: { kind: 'object' },
  TimeoutSeconds: { kind: 'number', isInteger: true, least: 0, most: 99_999_999 },
  Version: { kind: 'oneOf', values: ['1.0'] },
};

function* checkMachine(machine: JsonObject, options: DefinitionOptions): Generator<Diagnostic> {
  for (const [field, value] of Object.entries(machine)) {
    const holds = MACHINE_FIELDS[field];
    if (holds) yield* checkFieldContent(value, holds, `/${field}`, false);
    else yield schemaError('/', `Field '${field}' is not supported`);
  }
  const queryLanguage = machine.QueryLanguage === 'JSONata' ? 'JSONata' : 'JSONPath';
  for (const graph of listGraphs(machine)) {
    yield* checkGraph(graph, { type: options.type, queryLanguage });
  }
}

function* checkGraph(raw: RawGraph, machine: MachineFacts): Generator<Diagnostic> {
  const missing = ['States', 'StartAt'].filter((field) => raw.graph[field] === undefined);
  if (missing.length > 0) {
    yield schemaError(raw.location || '/', `These fields are required: [${missing.join(', ')}]`);
  }
  if (raw.location !== '') yield* checkBody(raw);
  const { States: states } = raw.graph;
  if (!isJsonObject(states)) return;
  if (Object.keys(states).length === 0) {
    yield schemaError(`${raw.location}/States`, 'Value cannot be empty');
  }
  for (const [name, state] of Object.entries(states)) {
    if (isJsonObject(state)) continue;
    yield schemaError(`${raw.location}/States/${name}`, 'Expected value of type Object');
  }
  for (const { name, state, location } of listStates(raw)) {
    if (name.length > MOST_NAME_CHARACTERS) yield nameTooLong(name, location);
    yield* checkState(state, location, machine);
  }
}

/** The fields of a branch or a body that a machine has too. */
function* checkBody({ graph, location }: RawGraph): Generator<Diagnostic> {
  for (const field of ['Comment', 'StartAt', 'States']) {
    const holds = MACHINE_FIELDS[field];
    const value = graph[field];
    if (!holds || value === undefined) continue;
    yield* checkFieldContent(value, holds, `${location}/${field}`, false);
  }
}

function nameTooLong(name: string, location: string): Diagnostic {
  const message = `State name '${name}' exceeds the 80-character limit allowed by the service`;
  return { severity: 'ERROR', code: 'INVALID_STATE_NAME', message, location };
}
