import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { folderWithEngine, queryInProcess, runInProcess } from './run-in-process.ts';

jest.setTimeout(120_000);

interface Report {
  readonly executionArn: string;
  readonly status: string;
  readonly states: readonly { readonly result: { readonly result?: Record<string, number> } }[];
}

describe('seed and run on the embedded PostgreSQL', () => {
  const cwd = folderWithEngine();

  it('says what is missing in an empty database', async () => {
    const end = await runInProcess(['test-connections', '--quiet'], cwd);

    expect(end.exitCode).toBe(3);
    expect(end.out).toMatch(/✅ Connected to Postgres: \w+\n {3}PostgreSQL \d+/);
    expect(end.out).toMatch(/❌ .*conflict/);
    expect(end.out).toContain('\nCONNECTION FAILED\n');
  });

  it('points to seed when a run meets an empty database', async () => {
    const end = await runInProcess(['run', 'etl-pipeline'], cwd);

    expect(end.exitCode).toBe(3);
    expect(end.out).toMatch(/Error: No schema "conflict"/);
    expect(end.err).toContain('simulator seed makes and fills its schemas');
  });

  it('loads the visits that were asked for', async () => {
    const args = ['seed', '--visits', '2000', '--as-of', '2025-01-20T14:30:00Z', '--json'];
    const end = await runInProcess([...args, '--quiet'], cwd);

    const { tables } = JSON.parse(end.out) as { tables: { table: string; rows: number }[] };
    const visits = await queryInProcess(
      'select count(*) as rows from analytics.factvisitcallperformance_cr',
      cwd,
    );
    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(tables.find(({ table }) => table.endsWith('performance_cr'))).toEqual({
      table: 'analytics.factvisitcallperformance_cr',
      rows: visits[0]?.['rows'],
    });
    expect(visits[0]?.['rows']).toBeGreaterThanOrEqual(1_800);
  });

  it('finds everything that the Lambda needs', async () => {
    const end = await runInProcess(['test-connections', '--quiet'], cwd);

    expect(end.exitCode).toBe(0);
    expect(end.out).toContain('✅ Both schemas exist\n');
    expect(end.out).toContain('\nCONNECTION SUCCESSFUL\n');
  });

  it('reports the numbers that the database counts', async () => {
    const args = ['run', 'etl-pipeline', '--as-of', '2025-01-20T14:30:00Z', '--json', '--quiet'];
    const end = await runInProcess(args, cwd);

    const report = JSON.parse(end.out) as Report;
    const [counts] = await queryInProcess(
      `select
        (select count(*) from conflict.conflictvisitmaps_temp) as copied,
        (select count(*) from conflict.conflictvisitmaps
          where "UpdatedDate" = '2025-01-20 14:30:00') as updated`,
      cwd,
    );
    const [, copied, updated] = report.states;
    expect([end.exitCode, end.err, report.status]).toEqual([0, '', 'SUCCEEDED']);
    expect(copied?.result.result?.['affected_rows']).toBe(counts?.['copied']);
    expect(updated?.result.result?.['updated_rows']).toBe(counts?.['updated']);
    expect(counts?.['updated']).toBeGreaterThan(100);
  });

  it('writes what the Lambda logs into the log file', async () => {
    const log = readFileSync(path.join(cwd, '.simulator/logs/etl_pipeline.log'), 'utf8');

    expect(log).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - \S+ - INFO - Lambda invoked with action: task_01$/m,
    );
    expect(log).toMatch(/ - INFO - Task 01 completed successfully in \d+\.\d\ds$/m);
    expect(log).toMatch(/ - INFO - Rows affected: \d+$/m);
  });

  it('runs although the log file cannot be written', async () => {
    const dataDir = path.join(cwd, 'no-logs');
    const args = ['run', 'etl-pipeline', '--mock', '--quiet', '--data-dir', dataDir];
    await runInProcess(args, cwd);
    expect(existsSync(path.join(dataDir, 'logs/etl_pipeline.log'))).toBe(true);
  });
});
