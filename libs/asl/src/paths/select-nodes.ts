import { isJsonObject, type Json } from '@pipelines/core';
import { applyPathFunction } from './path-functions.ts';
import type { PathFilter, PathToken } from './path.ts';

/** Tests one element; an argument, because a filter selects nodes in its turn. */
export type MatchesFilter = (filter: PathFilter, item: Json, document: Json) => boolean;

/**
 * Collect the nodes that a path selects, in document order; what is missing is left out.
 *
 * A function at the end is applied to the whole list: `$.items[*].price.sum()`.
 */
export function selectNodes(
  tokens: readonly PathToken[],
  document: Json,
  matchesFilter: MatchesFilter,
): Json[] {
  const last = tokens.at(-1);
  if (last?.kind === 'function') {
    const nodes = selectNodes(tokens.slice(0, -1), document, matchesFilter);
    const value = applyPathFunction(last.name, nodes);
    return value === undefined ? [] : [value];
  }
  const found: Json[] = [];
  visit({ tokens, document, found, matchesFilter }, 0, document);
  return found;
}

interface Search {
  readonly tokens: readonly PathToken[];
  readonly document: Json;
  readonly found: Json[];
  readonly matchesFilter: MatchesFilter;
}

function visit(search: Search, position: number, node: Json): void {
  const token = search.tokens[position];
  if (token === undefined) {
    search.found.push(node);
    return;
  }
  if (token.kind === 'descent') {
    visitAll(search, position + 1, node);
    return;
  }
  for (const child of childrenOf(search, token, node)) visit(search, position + 1, child);
}

/** Every node below and including `node`, parents first. */
function visitAll(search: Search, position: number, node: Json): void {
  if (node === null || typeof node !== 'object') return;
  // A filter behind `..` tests objects themselves; their arrays would test each element twice.
  const isFilter = search.tokens[position]?.kind === 'filter';
  if (!isFilter || !Array.isArray(node)) visit(search, position, node);
  for (const child of Object.values(node)) visitAll(search, position, child);
}

function childrenOf(search: Search, token: PathToken, node: Json): readonly Json[] {
  switch (token.kind) {
    case 'property':
      return isJsonObject(node) ? propertiesOf(node, token.names) : [];
    case 'wildcard':
      return node !== null && typeof node === 'object' ? Object.values(node) : [];
    case 'index':
      return Array.isArray(node) ? elementsOf(node, token.indexes) : [];
    case 'slice':
      return Array.isArray(node) ? node.slice(token.from, token.to) : [];
    case 'filter': {
      const candidates = Array.isArray(node) ? node : isJsonObject(node) ? [node] : [];
      return candidates.filter((item) => search.matchesFilter(token.filter, item, search.document));
    }
    default:
      return [];
  }
}

function propertiesOf(node: Record<string, Json>, names: readonly string[]): Json[] {
  return names.flatMap((name) => {
    const value = Object.hasOwn(node, name) ? node[name] : undefined;
    return value === undefined ? [] : [value];
  });
}

function elementsOf(node: readonly Json[], indexes: readonly number[]): Json[] {
  return indexes.flatMap((index) => {
    const value = node.at(index);
    return value === undefined ? [] : [value];
  });
}
