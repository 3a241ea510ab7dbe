import type { Json } from '@pipelines/core';

/** A JSON value when it is text, else `undefined`: for fields that someone else wrote. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
