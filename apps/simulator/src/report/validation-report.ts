import type { ValidationCheck, ValidationResult } from '@pipelines/contracts';
import { formatTime } from './format-time.ts';
import type { Icons } from './icons.ts';
import { DOUBLE_RULE } from './terminal-report.ts';

/** The rows that a check looked at: its other counts are shares of them. */
const WHOLE = 'rows_checked';

/**
 * A validator's result as text: each check with its counts, then the verdict.
 *
 * A warning counts as passed. Source of the closing lines: conflict-report.md section 8.
 */
export function validationLines(result: ValidationResult, icons: Icons): readonly string[] {
  const { action, as_of: asOf, passed, total, checks } = result;
  return [
    DOUBLE_RULE,
    `TASK ${action === 'validate_task_01' ? '01' : '02'} VALIDATION`,
    DOUBLE_RULE,
    `As of: ${formatTime(Date.parse(asOf))}`,
    '',
    ...checks.flatMap((check, index) => checkLines(check, `[${index + 1}/${total}]`, icons)),
    DOUBLE_RULE,
    `Passed: ${passed}/${total}`,
    passed === total ? 'ALL VALIDATIONS PASSED' : 'SOME VALIDATIONS FAILED',
    DOUBLE_RULE,
  ];
}

function checkLines(check: ValidationCheck, position: string, icons: Icons): readonly string[] {
  const { name, status, finding, counts } = check;
  const icon = { passed: icons.safe, warning: icons.warning, failed: icons.failed }[status];
  const whole = counts[WHOLE];
  return [
    `${icon} ${position} ${name}${finding === undefined ? '' : `: ${finding}`}`,
    ...Object.entries(counts).map(([label, count]) => {
      const share = label === WHOLE || !whole ? '' : ` (${((count / whole) * 100).toFixed(1)}%)`;
      return `   ${label}: ${count.toLocaleString('en-US', { maximumFractionDigits: 4 })}${share}`;
    }),
    '',
  ];
}
