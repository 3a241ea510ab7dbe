import { type Clock, type Json, type JsonObject, PipelineError } from '@pipelines/core';

export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Facts of one line: counts, durations, names. Never a row, an event, a secret or a person. */
export type LogFields = Readonly<Record<string, Json | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds `fields` to each of its lines. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly service: string;
  /** Lines below this level are dropped. */
  readonly level: LogLevel;
  readonly clock: Clock;
  /** Takes one line without its line feed; usually standard output. */
  readonly writeLine: (line: string) => void;
  readonly fields?: LogFields;
}

/**
 * Make a logger of JSON lines with the key names of AWS Lambda Powertools, so that its queries and
 * dashboards work unchanged: `level`, `message`, `timestamp`, `service`, then the given fields.
 *
 * A field that is `undefined` is left out. Fields cannot replace the first four keys.
 */
export function createLogger(options: LoggerOptions): Logger {
  const write = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (logLevels.indexOf(level) < logLevels.indexOf(options.level)) return;
    const head = {
      level,
      message,
      timestamp: new Date(options.clock.now()).toISOString(),
      service: options.service,
    };
    // Spread twice: first for the order of the keys, last so that no field replaces them.
    options.writeLine(JSON.stringify({ ...head, ...options.fields, ...fields, ...head }));
  };

  return {
    debug: (message, fields) => write('DEBUG', message, fields),
    info: (message, fields) => write('INFO', message, fields),
    warn: (message, fields) => write('WARN', message, fields),
    error: (message, fields) => write('ERROR', message, fields),
    with: (fields) => createLogger({ ...options, fields: { ...options.fields, ...fields } }),
  };
}

/**
 * The loggable facts of anything thrown: name and, for errors that this repository wrote, message.
 *
 * The message of a foreign error is left out: a driver's may quote a row or a parameter.
 */
export function errorFields(thrown: unknown): JsonObject {
  if (thrown instanceof PipelineError) {
    return { error_name: thrown.name, error_message: thrown.message };
  }
  return { error_name: thrown instanceof Error ? thrown.name : typeof thrown };
}
