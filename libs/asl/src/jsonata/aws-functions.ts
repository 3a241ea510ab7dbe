import { PipelineError, type Json } from '@pipelines/core';
import { seededFraction } from '../intrinsics/seeded-random.ts';
import type { HashAlgorithm, Host } from '../scope.ts';

/** `$range` gives at most this many numbers. */
const MOST_RANGE_ITEMS = 1_000;
const HASH_ALGORITHMS: readonly HashAlgorithm[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

/** JSONata hands undefined for what is absent, and takes it for "nothing". */
type Argument = Json | undefined;

/** A call that does not fit; JSONata makes the message from its parts. */
class CallMismatchError extends PipelineError {
  static {
    CallMismatchError.prototype.name = 'CallMismatchError';
  }

  readonly code = 'T0410';
  readonly token: string;
  readonly index: number;

  constructor(token: string, index: number) {
    super(`Argument ${index} of function "${token}" does not match function signature`);
    this.token = token;
    this.index = index;
  }
}

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that need chance.
 *
 * `$eval` is there as undefined: Step Functions does not offer it.
 *
 * Source: Step Functions developer guide, "Transforming data with JSONata", functions
 */
export function awsFunctions(host: Host): Readonly<Record<string, unknown>> {
  return {
    eval: undefined,
    partition: (array: Argument, size: Argument) => partition(array, size),
    range: (first: Argument, last: Argument, step: Argument) => range(first, last, step),
    hash: (text: Argument, algorithm: Argument) => hash(text, algorithm, host),
    random: (seed: Argument) => random(seed, host),
    uuid: () => host.uuid(),
    parse: (text: Argument) => parse(text),
    shuffle: (array: Argument) => shuffle(array, host),
  };
}

/** Pieces of `size`; always an array of arrays, also when there is one piece. */
function partition(array: Argument, size: Argument): Json[] | undefined {
  if (array === undefined || size === undefined) return undefined;
  if (typeof size !== 'number') throw new CallMismatchError('partition', 2);
  const length = Math.floor(size);
  if (length < 1) throw new CallMismatchError('partition', 2);
  const items = Array.isArray(array) ? array : [array];
  const count = Math.ceil(items.length / length);
  return Array.from({ length: count }, (_, i) => items.slice(i * length, (i + 1) * length));
}

/** Both ends belong to it. Like every JSONata sequence, one number alone is no array. */
function range(first: Argument, last: Argument, step: Argument): Json | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  if (typeof first !== 'number') throw new CallMismatchError('range', 1);
  if (typeof last !== 'number') throw new CallMismatchError('range', 2);
  if (typeof step !== 'number' || step === 0) throw new CallMismatchError('range', 3);
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MOST_RANGE_ITEMS) throw new CallMismatchError('range', 2);
  const items = Array.from({ length: count }, (_, i) => first + i * step);
  return items.length > 1 ? items : items[0];
}

function hash(text: Argument, name: Argument, host: Host): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new CallMismatchError('hash', 1);
  const algorithm = HASH_ALGORITHMS.find((candidate) => candidate === name);
  if (!algorithm) throw new CallMismatchError('hash', 2);
  return host.hash(algorithm, text);
}

function random(seed: Argument, host: Host): number {
  if (seed === undefined) return host.random();
  if (typeof seed !== 'number') throw new CallMismatchError('random', 1);
  return seededFraction(Math.trunc(seed));
}

function parse(text: Argument): Json | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new CallMismatchError('parse', 1);
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new CallMismatchError('parse', 1);
  }
}

/** Fisher and Yates' shuffle of a copy. */
function shuffle(array: Argument, host: Host): Json[] | undefined {
  if (array === undefined) return undefined;
  const items = Array.isArray(array) ? [...array] : [array];
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(host.random() * (i + 1));
    [items[i], items[j]] = [items[j] ?? null, items[i] ?? null];
  }
  return items;
}
