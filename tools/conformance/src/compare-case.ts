import type { Json } from '@pipelines/core';
import type { CorpusCase, Expected } from './corpus-case.ts';
import { matchJson, matchText } from './match-json.ts';
import type { CaseResult } from './run-case.ts';

/** How a case went. `history` is absent when the recording has none to compare. */
export interface Verdict {
  readonly id: string;
  readonly category: string;
  readonly result: 'pass' | 'fail' | 'skip';
  readonly cause: boolean;
  readonly history?: boolean;
  /** The first difference; empty when there is none. */
  readonly why: string;
}

/**
 * Compare an execution with its recording, by the rules of the corpus' `compare.py`.
 *
 * Pass means status and output, or status and error name. The history is identical when each
 * event has the same type, previousEventId and details; where branches interleave, when the same
 * types occur equally often.
 */
export function compareCase(one: CorpusCase, actual: CaseResult): Verdict {
  const { expected } = one;
  const base = { id: one.id, category: one.category, cause: true };
  if (expected.status === 'UNKNOWN') {
    return { ...base, result: 'skip', why: 'the recording ends before the execution does' };
  }
  const outcome = outcomeDifference(expected, actual);
  if (outcome) return { ...base, result: 'fail', why: outcome };
  const cause = causeDifference(expected, actual);
  const history = historyDifference(expected, actual);
  return {
    ...base,
    result: 'pass',
    cause: cause === undefined,
    ...(history !== 'not recorded' && { history: history === undefined }),
    why: cause ?? (history === 'not recorded' ? '' : (history ?? '')),
  };
}

function outcomeDifference(expected: Expected, actual: CaseResult): string | undefined {
  if (expected.status !== actual.status) {
    const reason = `${actual.error ?? ''} ${actual.cause ?? ''}`.trim();
    return `status ${actual.status}, not ${expected.status}${reason && `: ${reason}`}`;
  }
  if (expected.status === 'SUCCEEDED') {
    if (expected.output !== undefined && matchJson(expected.output, parsed(actual.output))) {
      return undefined;
    }
    return difference('output', expected.output, actual.output);
  }
  const isSame =
    expected.error === actual.error ||
    (expected.error !== undefined &&
      actual.error !== undefined &&
      matchText(expected.error, actual.error));
  return isSame ? undefined : difference('error', expected.error, actual.error);
}

function causeDifference(expected: Expected, actual: CaseResult): string | undefined {
  const isSame =
    expected.cause === undefined || expected.cause === null
      ? !actual.cause
      : matchJson(expected.cause, actual.cause);
  return isSame ? undefined : difference('cause', expected.cause, actual.cause);
}

function historyDifference(expected: Expected, actual: CaseResult): string | undefined {
  if (!expected.eventTypes || expected.historyLossy) return 'not recorded';
  const types = actual.events.map(({ type }) => (typeof type === 'string' ? type : ''));
  if (expected.unorderedParallel || expected.interleaved) {
    const isSame = expected.eventTypes.toSorted().join() === types.toSorted().join();
    return isSame ? undefined : difference('event types', [...expected.eventTypes], types.join());
  }
  const first = expected.eventTypes.findIndex((type, i) => type !== types[i]);
  if (first >= 0 || types.length !== expected.eventTypes.length) {
    const at = first >= 0 ? first : expected.eventTypes.length;
    return difference(`event ${at + 1}`, expected.eventTypes[at], types[at]);
  }
  return eventDifference(expected, actual);
}

function eventDifference(expected: Expected, actual: CaseResult): string | undefined {
  for (const [i, event] of (expected.events ?? []).entries()) {
    for (const [key, value] of Object.entries(event)) {
      if (key === 'type' || key === 'id') continue;
      const found = actual.events[i]?.[key];
      const isSame = key === 'previousEventId' ? value === found : matchJson(value, found);
      if (!isSame) return difference(`event ${i + 1} ${key}`, value, found);
    }
  }
  return undefined;
}

function difference(what: string, expected: Json | undefined, actual: Json | undefined): string {
  return `${what}: ${shown(actual)} is not ${shown(expected)}`;
}

function shown(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent');
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function parsed(text: string | undefined): Json | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}
