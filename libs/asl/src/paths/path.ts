import type { Json } from '@pipelines/core';

/** What the first characters of a path stand for: `$`, `$$` or `$name`. */
export type PathRoot =
  | { readonly kind: 'input' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string };

/** One step of a JSONPath, as Jayway's JsonPath reads it. */
export type PathToken =
  | { readonly kind: 'property'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descent' }
  | { readonly kind: 'filter'; readonly filter: PathFilter }
  | { readonly kind: 'function'; readonly name: PathFunctionName };

/** Functions that may end a path: `$.items.length()`. */
export const PATH_FUNCTIONS = [
  'length',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'keys',
  'first',
  'last',
] as const;

export type PathFunctionName = (typeof PATH_FUNCTIONS)[number];

export const FILTER_OPERATORS = [
  '===',
  '!==',
  '==',
  '!=',
  '=~',
  '<=',
  '>=',
  '<',
  '>',
  'nin',
  'in',
  'subsetof',
  'anyof',
  'noneof',
  'size',
  'empty',
  'contains',
] as const;

export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** The condition of `[?( … )]`. */
export type PathFilter =
  | { readonly kind: 'and' | 'or'; readonly left: PathFilter; readonly right: PathFilter }
  | { readonly kind: 'not'; readonly filter: PathFilter }
  | { readonly kind: 'exists'; readonly operand: FilterPath }
  | {
      readonly kind: 'compare';
      readonly left: FilterOperand;
      readonly operator: FilterOperator;
      readonly right: FilterOperand;
    };

/** A path inside a filter: `@…` starts at the element under test, `$…` at the document. */
export interface FilterPath {
  readonly kind: 'path';
  readonly isRelative: boolean;
  readonly tokens: readonly PathToken[];
  readonly isDefinite: boolean;
}

export type FilterOperand =
  | FilterPath
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

/** A parsed path. A definite path selects exactly one node or fails; any other gives an array. */
export interface Path {
  readonly text: string;
  readonly root: PathRoot;
  readonly tokens: readonly PathToken[];
  readonly isDefinite: boolean;
}

/**
 * True when each token can select one node only.
 *
 * Several names in one bracket give one merged object, but only at the end of a path.
 */
export function isDefinite(tokens: readonly PathToken[]): boolean {
  return tokens.every((token, position) => {
    if (token.kind === 'property') {
      return token.names.length === 1 || position === tokens.length - 1;
    }
    if (token.kind === 'index') return token.indexes.length === 1;
    return token.kind === 'function';
  });
}

/** `tokens` in Jayway's canonical form, as its messages print a path: `$['a'][0]`. */
export function formatTokens(tokens: readonly PathToken[]): string {
  return '$' + tokens.map(formatToken).join('');
}

function formatToken(token: PathToken): string {
  switch (token.kind) {
    case 'property':
      return `[${token.names.map((name) => `'${name}'`).join(',')}]`;
    case 'index':
      return `[${token.indexes.join(',')}]`;
    case 'slice':
      return `[${token.from ?? ''}:${token.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'descent':
      return '..';
    case 'filter':
      return '[?]';
    case 'function':
      return `.${token.name}()`;
  }
}
