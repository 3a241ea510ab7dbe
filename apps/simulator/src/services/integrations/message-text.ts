import type { Json } from '@pipelines/core';

/** A message as it is sent: a text as it is, nothing for null, the JSON text of anything else. */
export function messageText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

let sent = 0n;

/** Twenty digits, each time more than before: the number of a message in a FIFO topic or queue. */
export function nextSequenceNumber(): string {
  sent += 1n;
  return String(10_000_000_000_000_000_000n + sent);
}
