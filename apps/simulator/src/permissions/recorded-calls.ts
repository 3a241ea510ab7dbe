import { existsSync } from 'node:fs';
import path from 'node:path';
import { readCompleteLines } from '../executions/json-lines-file.ts';

/** One permission that a function needed, however often. */
export interface RecordedCall {
  /** Name of the function in the manifest. */
  readonly functionName: string;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
}

/** What distinguishes the functions, which share one key pair: the session token of each. */
const TOKEN_PREFIX = 'function/';

/** The session token that a function signs its requests with. */
export function sessionTokenFor(functionName: string): string {
  return `${TOKEN_PREFIX}${functionName}`;
}

/** The function that signed with this session token; undefined for anyone else. */
export function functionOfToken(token: string): string | undefined {
  return token.startsWith(TOKEN_PREFIX) ? token.slice(TOKEN_PREFIX.length) : undefined;
}

/** File of the calls of a data folder: a JSON object a line, each of them once. */
export function recordedCallsFile(dataDir: string): string {
  return path.join(dataDir, 'permissions.jsonl');
}

/**
 * What the functions of a data folder have called so far, in the order of the first call.
 *
 * Two processes may have written the same call; it is here once.
 */
export function readRecordedCalls(dataDir: string): readonly RecordedCall[] {
  const file = recordedCallsFile(dataDir);
  if (!existsSync(file)) return [];
  const byLine = new Map(
    readCompleteLines(file).map((line) => [line, JSON.parse(line) as RecordedCall] as const),
  );
  return [...byLine.values()];
}
