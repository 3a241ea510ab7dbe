import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collectResults, summaryLine } from './test-results.mjs';

describe('collectResults', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'results-'));
    for (const group of ['apps', 'libs', 'tools']) mkdirSync(join(root, group));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('adds up all projects and names the skipped tests', () => {
    const write = (project: string, results: unknown): void => {
      mkdirSync(join(root, project, 'test-output'), { recursive: true });
      writeFileSync(join(root, project, 'test-output/results.json'), JSON.stringify(results));
    };
    write('libs/a', { passed: 3, failed: 1, skippedTests: [] });
    write('apps/b', { passed: 4, failed: 0, skippedTests: ['needs psql: runs by hand'] });
    mkdirSync(join(root, 'tools/without-tests'));

    const results = collectResults(root);

    expect(results.skippedTests).toEqual(['apps/b: needs psql: runs by hand']);
    expect(summaryLine(results)).toBe('7 passed, 1 failed, 1 skipped');
  });
});
