import type { Icons } from './icons.ts';
import { DOUBLE_RULE } from './terminal-report.ts';

/** How one of the guided tests ended. */
export interface TriedTest {
  readonly name: string;
  readonly hasPassed: boolean;
  readonly seconds: number;
  /** `Rows affected: 15,234`, or `Error: …`. */
  readonly detail: string | undefined;
}

/** A section's title between rules, after an empty line. */
export function sectionLines(title: string): readonly string[] {
  return ['', DOUBLE_RULE, title, DOUBLE_RULE];
}

/** One test and its detail: conflict-report.md 3.4. */
export function triedTestLines(test: TriedTest, icons: Icons): readonly string[] {
  const icon = test.hasPassed ? icons.safe : icons.failed;
  const verdict = test.hasPassed ? 'PASSED' : 'FAILED';
  return [
    `${icon} ${test.name}: ${verdict} (${test.seconds.toFixed(3)}s)`,
    ...(test.detail === undefined ? [] : [`   ${test.detail}`]),
  ];
}

/** The summary of all tests that were run. */
export function trySummaryLines(tests: readonly TriedTest[], icons: Icons): readonly string[] {
  const passed = tests.filter(({ hasPassed }) => hasPassed).length;
  return [
    ...sectionLines('TEST SUMMARY'),
    `Passed: ${passed}/${tests.length}`,
    passed === tests.length
      ? `${icons.safe} All tests passed`
      : `${icons.failed} Some tests failed`,
    DOUBLE_RULE,
  ];
}
