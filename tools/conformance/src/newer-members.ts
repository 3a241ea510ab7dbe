import { isJsonObject, type Json } from '@pipelines/core';

/** Members of answers that AWS has added since the first recordings, and when it did. */
const ADDED_ON: Readonly<Record<string, string>> = {
  redriveCount: '2023-11-15',
  redriveStatus: '2023-11-15',
  redriveStatusReason: '2023-11-15',
  encryptionConfiguration: '2024-07-25',
};

/**
 * An answer as it would have been on the day of a recording: without what was added later.
 *
 * @param recordedOn - ISO date; without one nothing is left out
 */
export function withoutNewerMembers(answer: Json, recordedOn: string | undefined): Json {
  if (recordedOn === undefined) return answer;
  if (Array.isArray(answer)) {
    return (answer as readonly Json[]).map((item) => withoutNewerMembers(item, recordedOn));
  }
  if (!isJsonObject(answer)) return answer;
  const known = Object.entries(answer).filter(([name]) => (ADDED_ON[name] ?? '') <= recordedOn);
  return Object.fromEntries(
    known.map(([name, value]) => [name, withoutNewerMembers(value, recordedOn)]),
  );
}
