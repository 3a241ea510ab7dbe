import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { formatLogLine, openLogFile } from './log-file.ts';

const nowMs = Date.UTC(2025, 0, 20, 14, 30, 5);

function entry(line: string | object) {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  return { functionName: 'etl-pipeline-function', line: text };
}

describe('formatLogLine', () => {
  it('turns a JSON line into time, service, level and message', () => {
    const line = entry({
      level: 'INFO',
      message: 'Rows affected: 15234',
      timestamp: '2025-01-20T14:30:45.230Z',
      service: 'conflict-report',
      function_request_id: 'x',
    });

    expect(formatLogLine(line, nowMs)).toBe(
      '2025-01-20 14:30:45 - conflict-report - INFO - Rows affected: 15234',
    );
  });

  it('writes WARNING, which the readers of the file count, and one line per message', () => {
    const line = entry({ level: 'WARN', message: 'first\n  second' });

    expect(formatLogLine(line, nowMs)).toBe(
      '2025-01-20 14:30:05 - etl-pipeline-function - WARNING - first second',
    );
  });

  it('leaves out metrics and keeps what is not JSON', () => {
    expect(formatLogLine(entry({ _aws: {}, Task01Duration: 1 }), nowMs)).toBeUndefined();
    expect(formatLogLine(entry('{broken'), nowMs)).toBe(
      '2025-01-20 14:30:05 - etl-pipeline-function - INFO - {broken',
    );
  });
});

describe('openLogFile', () => {
  const parent = temporaryFolder();

  it('appends to logs/etl_pipeline.log', () => {
    const folder = join(parent, 'appends');
    const write = openLogFile(folder);

    write(entry('one'), nowMs);
    write(entry('two'), nowMs);

    expect(readFileSync(join(folder, 'logs/etl_pipeline.log'), 'utf8')).toBe(
      '2025-01-20 14:30:05 - etl-pipeline-function - INFO - one\n' +
        '2025-01-20 14:30:05 - etl-pipeline-function - INFO - two\n',
    );
  });

  it('skips a file that cannot be written without a word', () => {
    const folder = join(parent, 'skips');
    mkdirSync(folder);
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    const write = openLogFile(folder);

    expect(() => write(entry('one'), nowMs)).not.toThrow();
  });

  it('makes no folder before there is something to write', () => {
    const folder = join(parent, 'empty');

    openLogFile(folder)(entry({ _aws: {} }), nowMs);

    expect(existsSync(folder)).toBe(false);
  });
});
