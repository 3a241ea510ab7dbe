import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { formatTime } from './format-time.ts';
import { textOf } from './text-of.ts';

/** One line that a function wrote; see FunctionLog. */
interface LoggedLine {
  readonly functionName: string;
  readonly line: string;
}

/** Path of the log file in a state folder. */
export function logFilePath(dataDir: string): string {
  return join(dataDir, 'logs', 'etl_pipeline.log');
}

/**
 * Open `<dataDir>/logs/etl_pipeline.log` for appending what functions log.
 *
 * A file that cannot be written is skipped without a word, as it always was: a log file must not
 * stop a run. Source of place and format: conflict-report.md 1.6.
 *
 * @returns a function that appends one function line
 */
export function openLogFile(dataDir: string): (entry: LoggedLine, nowMs: number) => void {
  const file = logFilePath(dataDir);
  let isWritable = true;
  return (entry, nowMs) => {
    const line = isWritable ? formatLogLine(entry, nowMs) : undefined;
    if (line === undefined) return;
    try {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${line}\n`);
    } catch {
      isWritable = false;
    }
  };
}

/**
 * One line of the log file: `YYYY-MM-DD HH:MM:SS - <service> - <LEVEL> - <message>`, UTC.
 *
 * A JSON line gives time, service, level and message. Metrics, which are JSON with `_aws`, are left
 * out. Anything else is an INFO of the function at `nowMs`.
 */
export function formatLogLine(
  { functionName, line }: LoggedLine,
  nowMs: number,
): string | undefined {
  const record = parseRecord(line);
  if (!record) return `${formatTime(nowMs)} - ${functionName} - INFO - ${line}`;
  if ('_aws' in record) return undefined;
  const timestampMs = Date.parse(textOf(record['timestamp']) ?? '');
  const message = (textOf(record['message']) ?? line).replaceAll(/\s*\r?\n\s*/g, ' ');
  return [
    formatTime(Number.isNaN(timestampMs) ? nowMs : timestampMs),
    textOf(record['service']) ?? functionName,
    levelOf(textOf(record['level'])),
    message,
  ].join(' - ');
}

/** The JSON object that a function logged, else `undefined`. */
export function parseRecord(line: string): JsonObject | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const record = JSON.parse(line) as Json;
    return isJsonObject(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Powertools writes WARN where the log file's readers count WARNING. */
function levelOf(level: string | undefined): string {
  return level === 'WARN' ? 'WARNING' : (level ?? 'INFO');
}
