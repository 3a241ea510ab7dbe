import { UsageError } from '@pipelines/command-line';
import { asOfTimestamp } from '@pipelines/contracts';
import { isJsonObject, type Json } from '@pipelines/core';

/** What `run` and `invoke` add to an input or event that was given as JSON. */
export interface InputAdditions {
  readonly action?: string | undefined;
  readonly asOf?: string | undefined;
  readonly isMock: boolean;
}

/**
 * Complete an execution's input or a function's event by what the command line says about it.
 *
 * An option wins over the same field of `base`. Without options, `base` passes unchanged: a machine
 * that takes an array gets its array.
 *
 * @throws {UsageError} when there is something to add and `base` is not an object
 */
export function completeInput(base: Json, { action, asOf, isMock }: InputAdditions): Json {
  const added = {
    ...(action === undefined ? {} : { action }),
    ...(asOf === undefined ? {} : { as_of: parseAsOf(asOf) }),
    ...(isMock ? { use_mock: true } : {}),
  };
  if (Object.keys(added).length === 0) return base;
  if (isJsonObject(base)) return { ...base, ...added };
  throw new UsageError('The input must be a JSON object to add --action, --as-of or --mock to it.');
}

/**
 * A run's timestamp as the contract of the conflict report wants it: ISO 8601 with a zone.
 *
 * @returns the same moment in UTC with milliseconds
 * @throws {UsageError} when the text is anything else
 */
export function parseAsOf(text: string): string {
  const parsed = asOfTimestamp.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--as-of "${text}" ${parsed.error.issues[0]?.message ?? 'is malformed'}.`);
}
