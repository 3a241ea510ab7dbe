// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ passed: number, failed: number, skippedTests: string[] }} TestResults
 */

/**
 * Add up what the last test run of every project wrote to `test-output/results.json`. Nx restores
 * those files with a cached run, so the sum is the same whether a project ran or was cached.
 *
 * @param {string} root - folder of the repository
 * @returns {TestResults} with the full title of every skipped test
 */
export function collectResults(root) {
  /** @type {TestResults} */
  const sum = { passed: 0, failed: 0, skippedTests: [] };
  for (const group of ['apps', 'libs', 'tools']) {
    for (const project of readdirSync(join(root, group))) {
      const file = join(root, group, project, 'test-output/results.json');
      if (!existsSync(file)) continue;
      /** @type {TestResults} */
      const one = JSON.parse(readFileSync(file, 'utf8'));
      sum.passed += one.passed;
      sum.failed += one.failed;
      sum.skippedTests.push(...one.skippedTests.map((title) => `${group}/${project}: ${title}`));
    }
  }
  return sum;
}

/**
 * The closing line of a test run: `N passed, N failed, N skipped`.
 *
 * @param {TestResults} results
 */
export function summaryLine(results) {
  return `${results.passed} passed, ${results.failed} failed, ${results.skippedTests.length} skipped`;
}
