import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

const rule = '='.repeat(70);

describe('simulator view-errors', () => {
  const cwd = temporaryFolder();
  const file = path.join(cwd, 'logs-of-mine/logs/etl_pipeline.log');
  const info = '2025-01-20 14:30:00 - conflict-report - INFO - Rows affected: 84';
  const warning = '2025-01-20 14:30:01 - conflict-report - WARNING - Slow';
  const errors = [1, 2, 3].map(
    (number) => `2025-01-20 14:30:0${number} - conflict-report - ERROR - Failure ${number}`,
  );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, [info, ...errors, warning, info, ''].join('\n'));

  const view = (...options: readonly string[]) =>
    runInProcess(['view-errors', '--data-dir', 'logs-of-mine', ...options], cwd);

  it('shows the last lines and counts those of the whole file', async () => {
    const end = await view('-n', '2');

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out.split('\n')).toEqual([
      rule,
      'LOG FILE - LAST 2 LINES',
      rule,
      warning,
      info,
      rule,
      'Total lines: 6',
      'Errors: 3',
      'Warnings: 1',
      `Log file: ${file}`,
      rule,
      '',
    ]);
  });

  it('shows the last errors alone with -e', async () => {
    const end = await view('-e', '--lines', '2');

    expect(end.out).toContain(
      `LOG FILE - LAST 2 ERRORS\n${rule}\n${errors[1]}\n${errors[2]}\n${rule}\n`,
    );
  });

  it('gives the same as JSON', async () => {
    const end = await view('-n', '1', '--json');

    expect(JSON.parse(end.out)).toEqual({
      path: file,
      lines: [info],
      totalLines: 6,
      errors: 3,
      warnings: 1,
    });
  });

  it('says that there is no log file yet, and ends well', async () => {
    const text = await runInProcess(['view-errors'], cwd);
    const json = await runInProcess(['view-errors', '--json'], cwd);

    const missing = path.join(cwd, '.simulator/logs/etl_pipeline.log');
    expect([text.exitCode, text.out]).toEqual([0, `No log file yet: ${missing}\n`]);
    expect([json.exitCode, JSON.parse(json.out)]).toEqual([
      0,
      { path: missing, lines: [], totalLines: 0, errors: 0, warnings: 0 },
    ]);
  });

  it('refuses a number of lines that is none', async () => {
    const end = await view('-n', 'many');

    expect([end.exitCode, end.err]).toEqual([
      2,
      'simulator view-errors: --lines "many" is not a whole number.\nTry: simulator view-errors --help\n',
    ]);
  });

  it('shows what functions of the same folder logged', async () => {
    await runInProcess(
      ['invoke', 'etl-pipeline-function', '--action', 'task_01', '--mock', '--quiet'],
      cwd,
    );

    const end = await runInProcess(['view-errors'], cwd);

    expect(end.out).toContain(' - conflict-report - INFO - Rows affected: 15234\n');
    expect(end.out).toContain('Errors: 0\n');
  });
});

describe('simulator bench-run', () => {
  const cwd = temporaryFolder();

  it('tells the duration of each run, their median and spread', async () => {
    const end = await runInProcess(['bench-run', 'etl-pipeline', '-n', '2', '--mock'], cwd);

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out).toMatch(
      /^✅ Run 1\/2 {2}Total Duration: \d+\.\d\ds \(0\.0\d min\)\n✅ Run 2\/2 {2}Total Duration: \d+\.\d\ds \(0\.0\d min\)\nMedian: \d+\.\d\ds \(0\.0\d min\)\nSpread: ±\d+\.\d%\n$/,
    );
  });

  it('prints nothing but JSON with --json', async () => {
    const end = await runInProcess(
      ['bench-run', 'etl-pipeline', '-n', '1', '--mock', '--json'],
      cwd,
    );

    expect(JSON.parse(end.out)).toEqual({
      seconds: [expect.any(Number)],
      medianSeconds: expect.any(Number) as unknown,
      spread: 0,
    });
  });

  it('ends at the first run that fails, with its report on stderr and its exit code', async () => {
    const env = { POSTGRES_HOST: 'localhost' };

    const end = await runInProcess(['bench-run', 'etl-pipeline', '--mock'], cwd, { env });

    expect([end.exitCode, end.out]).toEqual([3, '']);
    expect(end.err).toContain('❌ PIPELINE EXECUTION FAILED\n');
  });

  it('wants at least one run', async () => {
    const end = await runInProcess(['bench-run', 'etl-pipeline', '-n', '0', '--mock'], cwd);

    expect([end.exitCode, end.err]).toEqual([
      2,
      'simulator bench-run: --runs must be at least 1.\nTry: simulator bench-run --help\n',
    ]);
  });
});
