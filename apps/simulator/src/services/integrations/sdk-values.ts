import { isJsonObject, type Json } from '@pipelines/core';
import { instantText } from './states-api.ts';

/** Members whose keys are the user's own. */
const MAPS = new Set(['Metadata', 'VersionIdsToStages']);
/** An object's bytes. AWS writes the JSON text of any value: a text gets its quotation marks. */
const BODY = 'Body';
/** A text; a state may give any JSON in its place. */
const TEXT = 'SecretString';
const BYTES = new Set(['SecretBinary']);
const TIMES = /(?:Since|^Expires|RetainUntilDate)$/;

/** Parameters of a state as the SDK for JavaScript wants them. */
export function sdkInput(parameters: Json): object {
  if (!isJsonObject(parameters)) return {};
  const members = Object.entries(parameters).map(([name, value]) => [name, inputOf(name, value)]);
  return Object.fromEntries(members) as object;
}

function inputOf(name: string, value: Json): unknown {
  if (name === BODY) return JSON.stringify(value);
  if (typeof value !== 'string') return name === TEXT ? JSON.stringify(value) : value;
  if (BYTES.has(name)) return Buffer.from(value);
  return TIMES.test(name) ? new Date(value) : value;
}

/**
 * An answer of the SDK for JavaScript as Step Functions shows it: named as in the SDK for Java, with
 * a capital, in the order of the letters, times as Java's `Instant` writes itself, bytes as text.
 */
export function sdkOutput(value: unknown): Json {
  if (value instanceof Date) return instantText(value.getTime());
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(sdkOutput);
  if (typeof value !== 'object' || value === null) return value as Json;
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined || name === '$metadata') return [];
    return [[javaName(name), MAPS.has(name) ? (member as Json) : sdkOutput(member)] as const];
  });
  members.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries<Json>(members);
}

/**
 * `ARN` as `Arn`, `SSEKMSKeyId` as `SsekmsKeyId`, `ETag` as it is: the SDK for Java writes a leading
 * abbreviation small, and Step Functions then puts a capital first.
 */
export function javaName(name: string): string {
  const [capitals = ''] = /^[A-Z]*/.exec(name) ?? [];
  const isWhole = capitals.length === name.length;
  const small = capitals.slice(1, isWhole ? undefined : -1).toLowerCase();
  return name.charAt(0) + small + name.slice(1 + small.length);
}
