import type { Json } from '@pipelines/core';
import type { PathFunctionName } from './path.ts';

/**
 * Apply a function that ends a path to the node before it.
 *
 * The numeric ones take the numbers of an array and ignore the rest, as Jayway does.
 *
 * @returns undefined when the function has no result for this node
 */
export function applyPathFunction(name: PathFunctionName, node: Json): Json | undefined {
  if (name === 'length') return lengthOf(node);
  if (name === 'keys')
    return node !== null && typeof node === 'object' ? Object.keys(node) : undefined;
  if (!Array.isArray(node)) return undefined;
  if (name === 'first') return node[0];
  if (name === 'last') return node.at(-1);
  const numbers = node.filter((item) => typeof item === 'number');
  return numbers.length === 0 ? undefined : aggregate(name, numbers);
}

function lengthOf(node: Json): number | undefined {
  if (typeof node === 'string' || Array.isArray(node)) return node.length;
  return node !== null && typeof node === 'object' ? Object.keys(node).length : undefined;
}

type Aggregate = Exclude<PathFunctionName, 'length' | 'keys' | 'first' | 'last'>;

function aggregate(name: Aggregate, numbers: readonly number[]): number {
  const sum = numbers.reduce((total, number) => total + number, 0);
  const average = sum / numbers.length;
  switch (name) {
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number));
    case 'sum':
      return sum;
    case 'avg':
      return average;
    case 'stddev': {
      const squares = numbers.reduce((total, number) => total + number * number, 0);
      return Math.sqrt(squares / numbers.length - average * average);
    }
  }
}
