import { isJsonObject, type JsonObject } from '@pipelines/core';

/** What an event carries beside the input of the machine. */
const CALL_KEYS: ReadonlySet<string> = new Set([
  'raise_on_error',
  'execution_arn',
  'execution_name',
  'state_name',
]);

/**
 * The input for the machine in an event of run-all, as the caller gave it: defaults are the
 * machine's, and the run manifest shows what was asked for.
 *
 * @param event - already known to be an event of run-all
 */
export function machineInputOf(event: unknown): JsonObject {
  const entries = Object.entries(isJsonObject(event) ? event : {});
  // An empty text means no value, and the machine's own steps take null for that.
  return Object.fromEntries(
    entries
      .filter(([key]) => !CALL_KEYS.has(key))
      .map(([key, value]) => [key, value === '' ? null : value]),
  );
}
