import { isJsonObject, type Json } from '@pipelines/core';
import type { RunSummary } from './run-summary.ts';
import { textOf } from './text-of.ts';

/**
 * What a state that works on files made: its numbers and yes-or-noes, the keys of its files, and
 * its warnings, one line each, under the names of its result.
 */
export function fileResultLines(body: Json | undefined): readonly string[] {
  if (!isJsonObject(body)) return [];
  const summary = isJsonObject(body['summary']) ? body['summary'] : {};
  const facts = Object.entries({ ...body, ...summary }).flatMap(([name, value]) => {
    if (typeof value === 'number') return [`   ${name}: ${numberText(value)}`];
    const isKey = typeof value === 'string' && name.endsWith('s3_key');
    return isKey || typeof value === 'boolean' ? [`   ${name}: ${value}`] : [];
  });
  const warnings = Array.isArray(body['warnings']) ? body['warnings'] : [];
  return [...facts, ...warnings.map((warning) => `   warning: ${textOf(warning) ?? ''}`)];
}

/** The working states that the execution did not come to. */
export function skippedLines(
  { states }: RunSummary,
  workingStates: readonly string[],
): readonly string[] {
  const skipped = workingStates.filter((name) => !states.some((state) => state.name === name));
  return skipped.length === 0 ? [] : [`Skipped: ${skipped.join(', ')}`];
}

/** The machine's output document. */
export function outputLines({ output }: RunSummary): readonly string[] {
  return ['Output:', ...JSON.stringify(output ?? null, undefined, 2).split('\n')];
}

/** A share keeps its digits, a count gets its separators. */
function numberText(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);
}
