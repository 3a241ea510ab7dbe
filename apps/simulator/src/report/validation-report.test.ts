import { describe, expect, it } from '@jest/globals';
import { asciiIcons, emojiIcons } from './icons.ts';
import { validationLines } from './validation-report.ts';

const rule = '='.repeat(70);

describe('the report of validate-task', () => {
  it('shows each check with its counts and shares, and what failed', () => {
    const lines = validationLines(
      {
        status: 'success',
        action: 'validate_task_02',
        as_of: '2025-01-20T14:30:00.000Z',
        passed: 2,
        total: 3,
        checks: [
          { name: 'map-rows', status: 'passed', counts: { total_rows: 15_234 } },
          {
            name: 'computed-values',
            status: 'warning',
            finding: 'No flag is Y',
            counts: { rows_checked: 86, distance_populated: 48 },
          },
          {
            name: 'distances',
            status: 'failed',
            finding: 'A distance is negative',
            counts: { avg_distance: 5.9167 },
          },
        ],
      },
      emojiIcons,
    );

    expect(lines).toEqual([
      rule,
      'TASK 02 VALIDATION',
      rule,
      'As of: 2025-01-20 14:30:00',
      '',
      '✅ [1/3] map-rows',
      '   total_rows: 15,234',
      '',
      '⚠️ [2/3] computed-values: No flag is Y',
      '   rows_checked: 86',
      '   distance_populated: 48 (55.8%)',
      '',
      '❌ [3/3] distances: A distance is negative',
      '   avg_distance: 5.9167',
      '',
      rule,
      'Passed: 2/3',
      'SOME VALIDATIONS FAILED',
      rule,
    ]);
  });

  it('says when all passed, and divides nothing by no rows', () => {
    const lines = validationLines(
      {
        status: 'success',
        action: 'validate_task_01',
        as_of: '2025-01-20T14:30:00.000Z',
        passed: 1,
        total: 1,
        checks: [
          { name: 'empty', status: 'warning', counts: { rows_checked: 0, distance_populated: 0 } },
        ],
      },
      asciiIcons,
    );

    expect(lines.slice(5)).toEqual([
      '[WARNING] [1/1] empty',
      '   rows_checked: 0',
      '   distance_populated: 0',
      '',
      rule,
      'Passed: 1/1',
      'ALL VALIDATIONS PASSED',
      rule,
    ]);
  });
});
