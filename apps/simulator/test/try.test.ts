import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { folderWithEngine, runInProcess } from './run-in-process.ts';
import { runSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

const rule = '='.repeat(70);

function withoutTimes(text: string): readonly string[] {
  return text.replaceAll(/\(\d+\.\d{3}s\)/g, '(#s)').split('\n');
}

const fastLines = [
  rule,
  'LAMBDA HANDLER - LOCAL TEST SUITE',
  rule,
  '',
  rule,
  'FAST TESTS (Mock Database)',
  rule,
  '✅ Test 1: validate_config: PASSED (#s)',
  '✅ Test 2: task_01 (mock): PASSED (#s)',
  '   Rows affected: 15,234',
  '✅ Test 3: task_02 (mock): PASSED (#s)',
  '   Rows affected: 8,432',
  '✅ Test 6: invalid action: PASSED (#s)',
  '   Error: Unknown action: invalid_action',
];
const warningLines = [
  '',
  rule,
  'INTEGRATION TESTS (Real Database)',
  rule,
  '⚠️ The tasks change the database: conflicts are recomputed for now.',
];
const summaryLines = (passed: string, verdict: string): readonly string[] => [
  '',
  rule,
  'TEST SUMMARY',
  rule,
  `Passed: ${passed}`,
  verdict,
  rule,
  '',
];

describe('simulator try', () => {
  const cwd = temporaryFolder();

  it.each(['--skip-real', '--mock'])('runs the mocked tests alone with %s', async (option) => {
    const end = await runInProcess(['try', option], cwd, {
      ask: () => Promise.reject(new Error('nothing to ask')),
    });

    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(withoutTimes(end.out)).toEqual([
      ...fastLines,
      ...summaryLines('4/4', '✅ All tests passed'),
    ]);
  });

  it('leaves the database alone as a process whose stdin is no terminal', async () => {
    const end = await runSimulator(['try'], { cwd });

    expect([end.exitCode, end.stderr]).toEqual([0, '']);
    expect(withoutTimes(end.stdout)).toEqual([
      ...fastLines,
      ...warningLines,
      'Real database tests skipped',
      ...summaryLines('4/4', '✅ All tests passed'),
    ]);
    expect(existsSync(path.join(cwd, '.simulator/postgres'))).toBe(false);
  });

  it('ends with 1 when a test fails', async () => {
    const env = { POSTGRES_HOST: 'localhost' };

    const end = await runInProcess(['try', '--skip-real', '--ascii'], cwd, { env });

    expect(end.exitCode).toBe(1);
    expect(end.out).toContain('[FAIL] Test 1: validate_config: FAILED (');
    expect(end.out).toContain('\n   Error: Missing required Postgres configuration:');
    expect(end.out).toContain('Passed: 3/4\n[FAIL] Some tests failed\n');
  });
});

describe('simulator try on a database', () => {
  const cwd = folderWithEngine();
  beforeAll(async () => {
    await runInProcess(['seed', '--visits', '500', '--quiet'], cwd);
  });

  it('runs both tasks after a yes', async () => {
    const questions: string[] = [];
    const ask = (question: string): Promise<string> => {
      questions.push(question);
      return Promise.resolve('y');
    };

    const end = await runInProcess(['try', '--quiet'], cwd, { ask });

    expect(questions).toEqual(['Continue with real database tests? (y/n): ']);
    expect([end.exitCode, end.err]).toEqual([0, '']);
    expect(withoutTimes(end.out)).toEqual([
      ...fastLines,
      ...warningLines,
      '✅ Test 4: task_01 (real database): PASSED (#s)',
      expect.stringMatching(/^ {3}Rows affected: [\d,]+$/),
      '✅ Test 5: task_02 (real database): PASSED (#s)',
      expect.stringMatching(/^ {3}Rows affected: [\d,]+$/),
      ...summaryLines('6/6', '✅ All tests passed'),
    ]);
  });

  it('skips them after anything else, and gives all as JSON', async () => {
    const end = await runInProcess(['try', '--json'], cwd, { ask: () => Promise.resolve('yes?') });

    const { tests } = JSON.parse(end.out) as { tests: readonly unknown[] };
    expect(tests).toHaveLength(4);
    expect(tests[1]).toMatchObject({
      name: 'Test 2: task_01 (mock)',
      hasPassed: true,
      detail: 'Rows affected: 15,234',
    });
  });
});
