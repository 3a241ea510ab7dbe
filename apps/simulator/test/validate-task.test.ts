import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { findLeaks } from '@pipelines/testing';
import { goldenA } from './golden-set.ts';
import { folderWithEngine, queryInProcess, runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

const AS_OF = '2025-01-20T14:30:00Z';

describe('simulator validate-task --mock', () => {
  const cwd = temporaryFolder();

  it.each([
    ['01', '3/3'],
    ['02', '5/5'],
  ])('passes task %s without a database', async (task, passed) => {
    const end = await runInProcess(['validate-task', task, '--mock'], cwd);

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(end.out).toContain(`TASK ${task} VALIDATION\n`);
    expect(end.out).toContain(`Passed: ${passed}\nALL VALIDATIONS PASSED\n`);
  });

  it('knows no other task', async () => {
    const end = await runInProcess(['validate-task', '03', '--mock'], cwd);

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain('There is no validator for task "03": 01 and 02 have one.');
  });

  it('says what is missing in the settings, with exit code 3', async () => {
    const env = { POSTGRES_HOST: 'localhost' };

    const end = await runInProcess(['validate-task', '01'], cwd, { env });

    expect(end.exitCode).toBe(3);
    expect(end.err).toContain('Missing required Postgres configuration: POSTGRES_DATABASE');
  });
});

describe('simulator validate-task on golden set A', () => {
  const cwd = folderWithEngine();
  beforeAll(async () => {
    await runInProcess(['seed', '--from', path.join(goldenA, 'input'), '--quiet'], cwd);
    await runInProcess(['run', 'etl-pipeline', '--as-of', AS_OF, '--quiet'], cwd);
  });

  const validate = (task: string, ...options: readonly string[]) =>
    runInProcess(['validate-task', task, '--as-of', AS_OF, '--quiet', ...options], cwd);

  it('passes both tasks after a run, shows their counts and no SSN', async () => {
    const first = await validate('01');
    const second = await validate('02');

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(first.out).toContain('   temp_rows_expected: 84\n   temp_rows: 84\n');
    expect(first.out).toContain('⚠️ [3/3] in-progress: InProgressFlag is not 1');
    expect(first.out).toContain('Passed: 3/3\nALL VALIDATIONS PASSED\n');
    expect(second.out).toContain('   rows_checked: 86\n   distance_populated: 48 (55.8%)\n');
    expect(second.out).toContain('   avg_distance: 5.9167\n   max_distance: 40\n');
    expect(second.out).toContain('Passed: 5/5\nALL VALIDATIONS PASSED\n');
    const caregivers = readFileSync(path.join(goldenA, 'input/analytics.dimcaregiver.csv'), 'utf8');
    const ssns = [...new Set(caregivers.match(/\b\d{3}-\d{2}-\d{4}\b/g))];
    expect(ssns.length).toBeGreaterThan(50);
    expect(findLeaks([first.out, second.out, first.err, second.err], ssns)).toEqual([]);
  });

  it('ends with 1 when a table is not ours', async () => {
    await queryInProcess('alter table conflict.settings rename "InProgressFlag" to "Flag"', cwd);

    const end = await validate('01');

    await queryInProcess('alter table conflict.settings rename "Flag" to "InProgressFlag"', cwd);
    expect(end.exitCode).toBe(1);
    expect(end.err).toMatch(/^simulator validate-task: .*42703/);
  });

  it('ends with 1 when a check fails, and gives the same as JSON', async () => {
    await queryInProcess('truncate conflict.conflictvisitmaps_temp', cwd);

    const text = await validate('01');
    const json = await validate('01', '--json');

    expect([text.exitCode, json.exitCode]).toEqual([1, 1]);
    expect(text.out).toContain('❌ [2/3] temp-copy: The work table has not the rows of the window');
    expect(text.out).toContain('Passed: 2/3\nSOME VALIDATIONS FAILED\n');
    expect(JSON.parse(json.out)).toMatchObject({ action: 'validate_task_01', passed: 2, total: 3 });
  });
});
