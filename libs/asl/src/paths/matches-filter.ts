import { isJsonObject, type Json } from '@pipelines/core';
import { isSameJson } from '../same-json.ts';
import type { FilterOperand, FilterOperator, FilterPath, PathFilter } from './path.ts';
import { selectNode } from './select-node.ts';
import { selectNodes } from './select-nodes.ts';

/**
 * Does `item` satisfy the condition of a filter?
 *
 * Jayway's comparisons: a number equals the text of the same number, text is ordered by UTF-16
 * units, and values of different kinds are neither less nor greater.
 *
 * @param item - what `@` stands for
 * @param document - what `$` stands for
 */
export function matchesFilter(filter: PathFilter, item: Json, document: Json): boolean {
  switch (filter.kind) {
    case 'and':
      return (
        matchesFilter(filter.left, item, document) && matchesFilter(filter.right, item, document)
      );
    case 'or':
      return (
        matchesFilter(filter.left, item, document) || matchesFilter(filter.right, item, document)
      );
    case 'not':
      return !matchesFilter(filter.filter, item, document);
    case 'exists':
      return resolvePath(filter.operand, item, document) !== undefined;
    case 'compare': {
      const left = resolve(filter.left, item, document);
      const right = resolve(filter.right, item, document);
      return compare(left, filter.operator, right);
    }
  }
}

type Operand = Json | RegExp | undefined;

function resolve(operand: FilterOperand, item: Json, document: Json): Operand {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'pattern') return operand.pattern;
  return resolvePath(operand, item, document);
}

function resolvePath(path: FilterPath, item: Json, document: Json): Json | undefined {
  const start = path.isRelative ? item : document;
  if (!path.isDefinite) {
    const nodes = selectNodes(path.tokens, start, matchesFilter);
    return nodes.length === 0 ? undefined : nodes;
  }
  const result = selectNode(path.tokens, start);
  return 'value' in result ? result.value : undefined;
}

function compare(left: Operand, operator: FilterOperator, right: Operand): boolean {
  if (operator === '=~') return matchesPattern(left, right);
  if (right instanceof RegExp || left instanceof RegExp) return false;
  switch (operator) {
    case '==':
      return isLooselyEqual(left, right);
    case '!=':
      return !isLooselyEqual(left, right);
    case '===':
      return isSame(left, right);
    case '!==':
      return !isSame(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrdered(left, operator, right);
    default:
      return compareCollections(left, operator, right);
  }
}

function matchesPattern(left: Operand, right: Operand): boolean {
  const [pattern, value] = right instanceof RegExp ? [right, left] : [left, right];
  if (!(pattern instanceof RegExp)) return false;
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  return pattern.test(String(value));
}

function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return left === undefined || right === undefined ? left === right : isSameJson(left, right);
}

function isLooselyEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === 'number' && typeof right === 'string') return left === Number(right);
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return isSame(left, right);
}

type Order = '<' | '<=' | '>' | '>=';

function isOrdered(left: Json | undefined, order: Order, right: Json | undefined): boolean {
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const areTexts = typeof left === 'string' && typeof right === 'string';
  if (!areNumbers && !areTexts) return false;
  if (order === '<') return left < right;
  if (order === '<=') return left <= right;
  return order === '>' ? left > right : left >= right;
}

type CollectionOperator = Exclude<FilterOperator, Order | '==' | '!=' | '===' | '!==' | '=~'>;

function compareCollections(
  left: Json | undefined,
  operator: CollectionOperator,
  right: Json | undefined,
): boolean {
  if (operator === 'empty') return sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
  if (operator === 'size') return sizeOf(left) !== undefined && sizeOf(left) === toSize(right);
  if (operator === 'contains') return contains(left, right);
  if (!Array.isArray(right)) return false;
  const isMember = (item: Json): boolean => right.some((other) => isLooselyEqual(item, other));
  if (operator === 'in') return left !== undefined && isMember(left);
  if (operator === 'nin') return left === undefined || !isMember(left);
  if (!Array.isArray(left)) return false;
  if (operator === 'subsetof') return left.every(isMember);
  return left.some(isMember) === (operator === 'anyof');
}

function contains(left: Json | undefined, right: Json | undefined): boolean {
  if (right === undefined) return false;
  if (typeof left === 'string') return typeof right === 'string' && left.includes(right);
  return Array.isArray(left) && left.some((item) => isLooselyEqual(item, right));
}

function sizeOf(value: Json | undefined): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function toSize(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : sizeOf(value);
}
