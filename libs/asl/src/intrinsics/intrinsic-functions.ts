import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { canonicalText, isSameJson } from '../same-json.ts';
import type { HashAlgorithm, Host } from '../scope.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import type { IntrinsicName } from './intrinsic.ts';
import { InvalidArgumentsError } from './invalid-arguments-error.ts';
import { nextSeededInteger } from './seeded-random.ts';

/** Base64Encode, Base64Decode and Hash take at most this many characters. */
const MOST_CHARACTERS = 10_000;
/** ArrayRange gives at most this many items. */
const MOST_RANGE_ITEMS = 1_000;
const HASH_ALGORITHMS: readonly HashAlgorithm[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

type Implementation = (args: readonly Json[], host: Host) => Json | undefined;

/** Each gives its result, or undefined when it refuses its arguments. */
const IMPLEMENTATIONS: Readonly<Record<Exclude<IntrinsicName, 'States.Format'>, Implementation>> = {
  'States.Array': (args) => [...args],
  'States.ArrayContains': ([array, item = null]) => {
    return Array.isArray(array) ? array.some((other) => isSameJson(other, item)) : undefined;
  },
  'States.ArrayGetItem': ([array, index]) => {
    return Array.isArray(array) && isInteger(index) && index >= 0 ? array[index] : undefined;
  },
  'States.ArrayLength': ([array]) => (Array.isArray(array) ? array.length : undefined),
  'States.ArrayPartition': ([array, size]) => partitionArray(array, size),
  'States.ArrayRange': ([first, last, step]) => listRange(first, last, step),
  'States.ArrayUnique': ([array]) => (Array.isArray(array) ? uniqueItems(array) : undefined),
  'States.Base64Decode': ([text]) => (isShortText(text) ? decodeBase64(text) : undefined),
  'States.Base64Encode': ([text]) => (isShortText(text) ? encodeBase64(text) : undefined),
  'States.Hash': ([data, name], host) => {
    const algorithm = HASH_ALGORITHMS.find((candidate) => candidate === name);
    return isShortText(data) && algorithm ? host.hash(algorithm, data) : undefined;
  },
  'States.JsonMerge': ([left, right, isDeep]) => {
    return isDeep === false && isJsonObject(left) && isJsonObject(right)
      ? mergeObjects(left, right)
      : undefined;
  },
  'States.JsonToString': ([value]) => JSON.stringify(value),
  'States.MathAdd': ([left, right]) => addRounded(left, right),
  'States.MathRandom': ([first, end, seed], host) => drawInteger([first, end, seed], host),
  'States.StringSplit': ([text, separators]) => splitText(text, separators),
  'States.StringToJson': ([text]) => parseJsonText(text),
  'States.UUID': (_, host) => host.uuid(),
};

/**
 * Call an intrinsic function with evaluated arguments.
 *
 * @throws {InvalidArgumentsError} when the function refuses the arguments, in AWS's words
 */
export function callIntrinsic(
  name: Exclude<IntrinsicName, 'States.Format'>,
  args: readonly Json[],
  host: Host,
): Json {
  const result = IMPLEMENTATIONS[name](args, host);
  if (result === undefined) throw new InvalidArgumentsError(`Invalid arguments in ${name}`);
  return result;
}

function isInteger(value: Json | undefined): value is number {
  return Number.isInteger(value);
}

/** A whole number in Java's `int`, or the number cut to one: AWS cuts here and does not round. */
function toInt(value: Json | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
  const whole = Math.trunc(value);
  return isInt32(whole) ? whole : undefined;
}

function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

function isShortText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length <= MOST_CHARACTERS;
}

function partitionArray(array: Json | undefined, chunk: Json | undefined): Json[][] | undefined {
  const size = toInt(chunk);
  if (!Array.isArray(array) || size === undefined || size < 1) return undefined;
  const count = Math.ceil(array.length / size);
  return Array.from({ length: count }, (_, part) => array.slice(part * size, (part + 1) * size));
}

/** Both ends belong to the range; the wrong direction gives an empty one. */
function listRange(...bounds: readonly (Json | undefined)[]): number[] | undefined {
  const [first, last, step] = bounds.map(toInt);
  if (first === undefined || last === undefined || !step) return undefined;
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > MOST_RANGE_ITEMS) return undefined;
  return Array.from({ length: count }, (_, item) => first + item * step);
}

/** The first of equal items stays. */
function uniqueItems(array: readonly Json[]): Json[] {
  const itemsByText = new Map<string, Json>();
  for (const item of array) {
    const text = canonicalText(item);
    if (!itemsByText.has(text)) itemsByText.set(text, item);
  }
  return [...itemsByText.values()];
}

function mergeObjects(left: JsonObject, right: JsonObject): JsonObject {
  return Object.fromEntries([...Object.entries(left), ...Object.entries(right)]);
}

/** AWS rounds each argument half up, as Java's Math.round: −1.5 gives −1. */
function addRounded(left: Json | undefined, right: Json | undefined): number | undefined {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const sum = Math.round(left) + Math.round(right);
  const isInRange = [Math.round(left), Math.round(right), sum].every(isInt32);
  // Adding 0 turns −0 into 0.
  return isInRange ? sum + 0 : undefined;
}

/** From `first` up to, and without, `end`; the same seed gives the same number. */
function drawInteger(args: readonly (Json | undefined)[], host: Host): number | undefined {
  const [first, end, seed] = args.map(toInt);
  if (first === undefined || end === undefined || first >= end) return undefined;
  if (args[2] === undefined) return first + Math.floor(host.random() * (end - first));
  return seed === undefined ? undefined : first + nextSeededInteger(seed, end - first);
}

/** Each character of `separators` splits, and empty pieces are dropped. */
function splitText(text: Json | undefined, separators: Json | undefined): string[] | undefined {
  if (typeof text !== 'string' || typeof separators !== 'string') return undefined;
  const pieces = [''];
  for (const character of text) {
    if (separators.includes(character)) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  return pieces.filter((piece) => piece !== '');
}

/** A text of blanks is null. */
function parseJsonText(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
