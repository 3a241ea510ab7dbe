import { isJsonObject, type Json } from '@pipelines/core';

/** True when two JSON values are equal: arrays by order, objects by keys in any order. */
export function isSameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSameJson(item, right[index] ?? null))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => {
      return Object.hasOwn(right, key) && isSameJson(left[key] ?? null, right[key] ?? null);
    })
  );
}

/** A text that two values share exactly when they are equal: objects by keys in any order. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`,
  );
  return `{${entries.sort().join(',')}}`;
}
