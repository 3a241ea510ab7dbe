import { describe, expect, it } from '@jest/globals';
import { createVirtualClock, PipelineError } from '@pipelines/core';
import { createLogger, errorFields, type Logger, type LogLevel } from './create-logger.ts';

const MOMENT_MS = Date.UTC(2_025, 0, 20, 14, 30);

function loggerInto(lines: string[], level: LogLevel = 'INFO'): Logger {
  const clock = createVirtualClock(MOMENT_MS);
  return createLogger({ service: 'test', level, clock, writeLine: (line) => lines.push(line) });
}

describe('createLogger', () => {
  it('writes one line of JSON with the key names of Powertools, in their order', () => {
    const lines: string[] = [];
    const log = loggerInto(lines)
      .with({ function_request_id: 'r-1', execution_arn: undefined })
      .with({ action: 'task_01' });

    log.info('Rows affected: 3', { rows: 3 });

    expect(lines).toEqual([
      '{"level":"INFO","message":"Rows affected: 3","timestamp":"2025-01-20T14:30:00.000Z",' +
        '"service":"test","function_request_id":"r-1","action":"task_01","rows":3}',
    ]);
  });

  it('keeps a message with line feeds on one line', () => {
    const lines: string[] = [];

    loggerInto(lines).error('one\ntwo');

    expect(lines[0]).not.toContain('\n');
  });

  it.each<[LogLevel, string[]]>([
    ['DEBUG', ['d', 'i', 'w', 'e']],
    ['INFO', ['i', 'w', 'e']],
    ['WARN', ['w', 'e']],
    ['ERROR', ['e']],
  ])('drops lines below %s', (level, kept) => {
    const lines: string[] = [];
    const log = loggerInto(lines, level);

    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');

    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(kept);
  });

  it('lets no field replace level, message, timestamp or service', () => {
    const lines: string[] = [];

    loggerInto(lines).info('true', { message: 'forged', level: 'DEBUG' });

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'INFO', message: 'true' });
  });
});

describe('errorFields', () => {
  it.each([
    [new PipelineError('ours'), { error_name: 'PipelineError', error_message: 'ours' }],
    [new TypeError('666-12-3456'), { error_name: 'TypeError' }],
    ['666-12-3456', { error_name: 'string' }],
  ])('tells of %s only what is safe', (thrown, fields) => {
    expect(errorFields(thrown)).toEqual(fields);
  });
});
