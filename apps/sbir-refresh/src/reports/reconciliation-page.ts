import { escapeCell, groupDigits, page, table } from './markdown.ts';
import type { Reconciliation } from './reconcile.ts';

/** With these few a reader sees that all went well: records, awards and amounts in all. */
const SHOWN_WHEN_PASSED = 6;

/** The Markdown of a reconciliation: the checks that fail, or the totals when none does. */
export function reconciliationPage({ checks, passed }: Reconciliation): string {
  const shown = passed ? checks.slice(0, SHOWN_WHEN_PASSED) : checks.filter(({ equal }) => !equal);
  return page(
    '# SBIR reconciliation',
    `Status: ${passed ? '✅ PASSED' : '❌ FAILED'}. ${groupDigits(checks.length)} checks.`,
    table(
      ['Check', 'Left', 'Right'],
      shown.map(({ name, left, right }) => [
        escapeCell(name),
        groupDigits(left),
        groupDigits(right),
      ]),
    ),
  );
}
