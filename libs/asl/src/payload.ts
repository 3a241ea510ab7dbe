import type { Json } from '@pipelines/core';

/** Step Functions' limit for the input and output of a task, a state and an execution, in UTF-8. */
export const MAX_PAYLOAD_BYTES = 262_144;

/**
 * A JSON value and its text.
 *
 * They travel together because the text is written to the history once per state, and because
 * Step Functions keeps a caller's text (`[1, 2]`) as it came until a state changes the value.
 */
export interface Payload {
  readonly json: Json;
  readonly text: string;
}

/** Give a value its text: JSON without spaces, as Step Functions writes what it computed. */
export function toPayload(json: Json): Payload {
  return { json, text: JSON.stringify(json) };
}

/** The payload `{}`: what a `null` path stands for. */
export const EMPTY_OBJECT: Payload = toPayload({});

/** True when `text` needs more than 262 144 bytes in UTF-8, the limit of every payload. */
export function isTooLarge(text: string): boolean {
  // No UTF-16 unit needs more than three bytes, so most payloads are decided by their length.
  if (text.length * 3 <= MAX_PAYLOAD_BYTES) return false;
  return text.length > MAX_PAYLOAD_BYTES || utf8Bytes(text) > MAX_PAYLOAD_BYTES;
}

/** Size of a text in UTF-8, in bytes. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of the pair's four bytes.
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes;
}
