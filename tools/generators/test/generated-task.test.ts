import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { copyRepository, type RepositoryCopy } from './repository-copy.ts';

// Nx, the compiler and a PostgreSQL start, one after the other.
jest.setTimeout(300_000);

describe('nx g @pipelines/tools-generators:sql-task', () => {
  let copy: RepositoryCopy;
  beforeAll(() => {
    copy = copyRepository();
  });
  afterAll(() => copy.remove());

  const generate = (...args: readonly string[]) =>
    copy.run('.', 'nx', ['g', '@pipelines/tools-generators:sql-task', ...args, '--no-interactive']);

  it('makes a task that type-checks, is formatted, and passes its test run twice', () => {
    const generated = generate('purge-old-pairs', '--rows', 'affected_rows');

    expect(generated).toMatchObject({ status: 0 });
    expect(generated.text).toContain('CREATE sql/conflict-report/tasks/purge_old_pairs.sql');
    const sql = readFileSync(copy.path('sql/conflict-report/tasks/purge_old_pairs.sql'), 'utf8');
    expect(sql).toMatch(/^-- PURGE_OLD_PAIRS: [^]*\n-- @step write-rows\n/);

    const app = 'apps/conflict-report';
    const checked = copy.run(app, 'tsc', ['-p', 'tsconfig.json']);
    expect(checked).toEqual({ status: 0, text: '' });
    const formatted = copy.run('.', 'prettier', [
      '--check',
      `${app}/src`,
      `${app}/test/*.ts`,
      'libs',
    ]);
    expect(formatted).toMatchObject({ status: 0 });
    const tested = copy.run(app, 'jest', ['test/purge-old-pairs', 'src/steps/run-task']);
    expect(tested).toMatchObject({ status: 0 });
    expect(tested.text).toContain('PASS conflict-report test/purge-old-pairs.test.ts');
  });

  it('makes a test that is red for a task that writes again in its second run', () => {
    const file = copy.path('sql/conflict-report/tasks/purge_old_pairs.sql');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ID" is null', '"ID" = 1'));

    const tested = copy.run('apps/conflict-report', 'jest', ['test/purge-old-pairs']);

    expect(tested.status).toBe(1);
    expect(tested.text).toContain('● purge_old_pairs › changes nothing in a second run');
    expect(tested.text).toContain('1 failed, 1 passed');
  });

  it('refuses a name that is taken', () => {
    const again = generate('task-03');

    expect(again.status).toBe(1);
    expect(again.text).toContain('There is a task task_03 already.');
  });
});
