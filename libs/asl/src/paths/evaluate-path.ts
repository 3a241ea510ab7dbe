import { isJsonObject, type Json } from '@pipelines/core';
import { PathNotFoundError } from '../errors.ts';
import type { Scope } from '../scope.ts';
import { matchesFilter } from './matches-filter.ts';
import { parsePath } from './parse-path.ts';
import type { Path } from './path.ts';
import { selectNodes } from './select-nodes.ts';
import { type Miss, selectNode } from './select-node.ts';

/** The outcome of a path that may select nothing: a value, or why there is none. */
export type PathResult = { readonly value: Json } | { readonly miss: Miss };

/**
 * Evaluate a JSONPath with Jayway's semantics, as Step Functions does.
 *
 * A definite path gives its node. Any other path (wildcard, slice, filter, `..`, several indexes)
 * gives an array, empty when nothing matches or when the way to it is missing.
 *
 * @param text - `$…` reads `scope.input`, `$$…` the context object, `$name…` a variable
 * @throws {PathNotFoundError} when a definite path selects nothing, in Jayway's words
 * @throws {AslSyntaxError} when `text` is not a path
 */
export function evaluatePath(text: string, scope: Scope): Json {
  const result = findPath(text, scope);
  if ('value' in result) return result.value;
  throw new PathNotFoundError(text, result.miss.detail);
}

/** Like {@link evaluatePath}, but a definite path that selects nothing gives its miss. */
export function findPath(text: string, scope: Scope): PathResult {
  const path = parsePath(text);
  const document = documentOf(path, scope);
  if (document === undefined) {
    return { miss: { kind: 'absent', detail: `No results for path: ${text}` } };
  }
  if (path.tokens.length === 0) return { value: document };
  if (document === null) return { miss: { kind: 'absent', detail: NULL_DOCUMENT } };
  if (!path.isDefinite) return { value: selectNodes(path.tokens, document, matchesFilter) };
  return selectNode(path.tokens, document);
}

/** Said of `$.x` when the whole input is null, by Step Functions itself and not by Jayway. */
const NULL_DOCUMENT = 'Unable to apply Path transformation to null or empty input.';

function documentOf(path: Path, scope: Scope): Json | undefined {
  switch (path.root.kind) {
    case 'input':
      return scope.input;
    case 'context':
      return scope.context;
    case 'variable':
      return ownValue(scope.variables, path.root.name);
  }
}

function ownValue(
  values: Readonly<Record<string, Json>> | undefined,
  name: string,
): Json | undefined {
  return values && isJsonObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
}
