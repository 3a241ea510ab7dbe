// @ts-check
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * The part of Jest's aggregated result that is read here.
 *
 * @typedef {{
 *   numPassedTests: number,
 *   numFailedTests: number,
 *   numRuntimeErrorTestSuites: number,
 *   testResults: { testResults: { status: string, fullName: string }[] }[],
 * }} JestResults
 */

/**
 * Jest reporter that leaves the counts of a project's run in `test-output/results.json`, an output
 * of the Nx target: `npm test` adds the files up, cached projects included.
 */
class TestReporter {
  /** @param {{ rootDir: string }} globalConfig */
  constructor(globalConfig) {
    this.directory = join(globalConfig.rootDir, 'test-output');
  }

  /**
   * @param {unknown} _contexts
   * @param {JestResults} results
   */
  onRunComplete(_contexts, results) {
    const skippedTests = results.testResults.flatMap((file) =>
      file.testResults
        .filter((test) => test.status === 'pending' || test.status === 'todo')
        .map((test) => test.fullName),
    );
    const brokenFiles = results.numRuntimeErrorTestSuites;
    const summary = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + brokenFiles,
      skippedTests,
    };
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(join(this.directory, 'results.json'), `${JSON.stringify(summary, null, 2)}\n`);
  }
}

module.exports = TestReporter;
