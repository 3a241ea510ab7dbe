import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';

/** The values of a document for a person, one per line: `  summary.pass_rate: 0.99`; no nulls. */
export function summaryLines(document: JsonObject): readonly string[] {
  return leavesOf(document, '').map(
    ([path, value]) => `  ${path}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}

/** Lists are leaves: they are short here, and read well in one line. */
function leavesOf(document: JsonObject, prefix: string): (readonly [string, Json])[] {
  return Object.entries(document).flatMap(([name, value = null]) => {
    if (isJsonObject(value)) return leavesOf(value, `${prefix}${name}.`);
    return value === null ? [] : [[`${prefix}${name}`, value] as const];
  });
}
