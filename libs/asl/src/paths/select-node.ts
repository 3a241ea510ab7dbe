import { isJsonObject, type Json } from '@pipelines/core';
import { applyPathFunction } from './path-functions.ts';
import { formatTokens, type PathToken } from './path.ts';

/**
 * Why a definite path selects nothing, in Jayway's words.
 *
 * `beyond-end`: the path ends in an index behind the end of an array that is there. Step Functions
 * takes that as null in a payload template, and as a miss everywhere else.
 */
export interface Miss {
  readonly kind: 'absent' | 'beyond-end';
  readonly detail: string;
}

/**
 * Follow a definite path to its one node.
 *
 * @param tokens - property, index and function steps only
 */
export function selectNode(
  tokens: readonly PathToken[],
  document: Json,
): { readonly value: Json } | { readonly miss: Miss } {
  let node = document;
  for (let position = 0; position < tokens.length; position += 1) {
    const next = takeStep(node, tokens[position]);
    if (next === undefined) return { miss: explainMiss(tokens, position, node) };
    node = next;
  }
  return { value: node };
}

function takeStep(node: Json, token: PathToken | undefined): Json | undefined {
  switch (token?.kind) {
    case 'property':
      return isJsonObject(node) ? takeProperties(node, token.names) : undefined;
    case 'index':
      return Array.isArray(node) ? node.at(token.indexes[0] ?? 0) : undefined;
    case 'function':
      return applyPathFunction(token.name, node);
    default:
      return undefined;
  }
}

/** One name gives its value; several give an object of those that are there. */
function takeProperties(node: Record<string, Json>, names: readonly string[]): Json | undefined {
  const [name] = names;
  if (names.length === 1 && name !== undefined) {
    return Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return Object.fromEntries(Object.entries(node).filter(([key]) => names.includes(key)));
}

/** Jayway's texts; the class names are those of the JSON library that Step Functions runs it on. */
function explainMiss(tokens: readonly PathToken[], position: number, node: Json): Miss {
  const token = tokens[position];
  const next = tokens[position + 1];
  const way = formatTokens(tokens.slice(0, position));
  const step = formatTokens(tokens.slice(position, position + 1)).slice(1);
  if (token?.kind === 'property' && !isJsonObject(node)) {
    return absent(notAnObject(step, way, `${JACKSON_NODE}.${nodeClassOf(node)}`));
  }
  if (token?.kind === 'index' && !Array.isArray(node)) {
    const context = JSON.stringify(node);
    return absent(`Filter: ${step} can only be applied to arrays. Current context is: ${context}`);
  }
  if (token?.kind === 'index' && next) {
    return absent(notAnObject(formatTokens([next]).slice(1), way + step, 'null'));
  }
  if (next) return absent(`Missing property in path ${way}${step}`);
  const detail = `No results for path: ${formatTokens(tokens)}`;
  return { kind: token?.kind === 'index' ? 'beyond-end' : 'absent', detail };
}

function absent(detail: string): Miss {
  return { kind: 'absent', detail };
}

function notAnObject(step: string, way: string, found: string): string {
  return (
    `Expected to find an object with property ${step} in path ${way} but found '${found}'. ` +
    'This is not a json object according to the JsonProvider: ' +
    "'com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider'."
  );
}

const JACKSON_NODE = 'com.fasterxml.jackson.databind.node';

function nodeClassOf(node: Json): string {
  if (node === null) return 'NullNode';
  if (Array.isArray(node)) return 'ArrayNode';
  if (typeof node === 'string') return 'TextNode';
  if (typeof node === 'boolean') return 'BooleanNode';
  return Number.isInteger(node) ? 'IntNode' : 'DoubleNode';
}
