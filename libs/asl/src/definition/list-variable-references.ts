import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';

/** Names of variables by state, as DescribeStateMachine shows them. */
export type VariableReferences = Readonly<Record<string, readonly string[]>>;

/** Fields of a state that hold states of their own, which are listed by themselves. */
const INNER_GRAPHS: ReadonlySet<string> = new Set(['Branches', 'ItemProcessor', 'Iterator']);
/** Fields of a state that are no expression, whatever stands in them. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(['Comment', 'Type', 'Result', 'Next', 'Default']);
/** `$name` at the start of a path; `$.` and `$[` are the input, `$$` the context. */
const PATH_VARIABLE = /^\$([A-Za-z_]\w*)/;
/** The same inside an intrinsic function, as an argument. */
const ARGUMENT_VARIABLE = /[(,]\s*\$([A-Za-z_]\w*)/g;
const JSONATA = /^\{%([\s\S]*)%\}$/;
const JSONATA_TEXT = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
/** A function is called, not read. */
const JSONATA_VARIABLE = /\$([A-Za-z_]\w*)(?!\w|\s*\()/g;
const JSONATA_BINDING = /\$([A-Za-z_]\w*)\s*:=/g;
const JSONATA_PARAMETERS = /(?:function|λ)\s*\(([^)]*)\)/g;

/**
 * The variables that each state of a definition reads, by name, in alphabetical order. States that
 * read none are left out; those of Map and Parallel stand beside the others.
 *
 * Source: API reference, DescribeStateMachine, variableReferences
 *
 * @param definition - a definition that was accepted
 */
export function listVariableReferences(definition: Json): VariableReferences {
  const references: Record<string, readonly string[]> = {};
  collectGraph(definition, references);
  return references;
}

function collectGraph(graph: Json, references: Record<string, readonly string[]>): void {
  const states = isJsonObject(graph) ? graph['States'] : undefined;
  if (!isJsonObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue;
    const names = new Set<string>();
    collectState(state, names);
    if (names.size > 0) references[name] = [...names].sort();
    const inner = Array.isArray(state['Branches']) ? state['Branches'] : [];
    const graphs = [...inner, state['ItemProcessor'] ?? null, state['Iterator'] ?? null];
    for (const one of graphs) collectGraph(one, references);
  }
}

function collectState(state: JsonObject, names: Set<string>): void {
  for (const [field, value] of Object.entries(state)) {
    if (INNER_GRAPHS.has(field) || PLAIN_FIELDS.has(field)) continue;
    collectValue(value, field, names);
  }
}

/** @param field - the key that holds the value; in JSONPath it tells whether a text is a path */
function collectValue(value: Json, field: string, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const one of value) collectValue(one, field, names);
    return;
  }
  if (isJsonObject(value)) {
    for (const [key, one] of Object.entries(value)) {
      if (key !== 'Comment') collectValue(one, key, names);
    }
    return;
  }
  if (typeof value === 'string') collectText(value, field, names);
}

function collectText(text: string, field: string, names: Set<string>): void {
  const [, expression] = JSONATA.exec(text) ?? [];
  if (expression !== undefined) {
    for (const name of jsonataVariables(expression)) names.add(name);
    return;
  }
  if (!/(?:\.\$|Path|^Variable)$/.test(field)) return;
  const [, name] = PATH_VARIABLE.exec(text) ?? [];
  if (name !== undefined) names.add(name);
  if (!text.startsWith('States.')) return;
  for (const [, argument = ''] of text.matchAll(ARGUMENT_VARIABLE)) names.add(argument);
}

/** What an expression reads and does not bind itself. */
function jsonataVariables(expression: string): readonly string[] {
  const code = expression.replace(JSONATA_TEXT, '""');
  const bound = new Set(['states']);
  for (const [, name = ''] of code.matchAll(JSONATA_BINDING)) bound.add(name);
  for (const [, parameters = ''] of code.matchAll(JSONATA_PARAMETERS)) {
    for (const [, name = ''] of parameters.matchAll(/\$([A-Za-z_]\w*)/g)) bound.add(name);
  }
  return [...code.matchAll(JSONATA_VARIABLE)]
    .map(([, name = '']) => name)
    .filter((name) => !bound.has(name));
}
