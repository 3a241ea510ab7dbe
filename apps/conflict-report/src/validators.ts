import type { ValidationCheck } from '@pipelines/contracts';

/** What a step counted, by column. */
export type Counts = Readonly<Record<string, number>>;

/** What a check concludes from its counts: without a finding there is nothing to complain about. */
export type Verdict = Pick<ValidationCheck, 'status' | 'finding'>;

/** One check of a validator. */
export interface ValidatorCheck {
  /** The step of the file that counts for it, and the check's name in the result. */
  readonly step: string;
  /** Of the conflict schema; without it the step is not run and the check fails. */
  readonly table: string;
  readonly judge: (counts: Counts) => Verdict;
  /** What a mocked validation counts. */
  readonly mockCounts: Counts;
}

/** A file of counting statements, and what to think of each. */
export interface Validator {
  readonly file: string;
  readonly checks: readonly ValidatorCheck[];
}

const FOLDER = 'sql/conflict-report/validation';
/** conflict-report.md section 8: more than a tenth of the distances beyond 500 miles is odd. */
const LARGEST_EXTREME_SHARE = 0.1;
const passed: Verdict = { status: 'passed' };

function warning(finding: string): Verdict {
  return { status: 'warning', finding };
}

function failed(finding: string): Verdict {
  return { status: 'failed', finding };
}

function count(counts: Counts, name: string): number {
  return counts[name] ?? 0;
}

/** Judge counts over the last 30 days; without any row there is nothing to judge. */
function inRange(judge: (counts: Counts) => Verdict): (counts: Counts) => Verdict {
  return (counts) =>
    count(counts, 'rows_checked') === 0 ? warning('No rows in range') : judge(counts);
}

function isAnyPositive(counts: Counts, names: readonly string[]): boolean {
  return names.some((name) => count(counts, name) > 0);
}

/** The three checks of TASK_01. */
export const validator01: Validator = {
  file: `${FOLDER}/validate_task_01.sql`,
  checks: [
    {
      step: 'reminders',
      table: 'payer_provider_reminders',
      judge: (counts) =>
        count(counts, 'payer_provider_reminders_actual') >=
        count(counts, 'payer_provider_pairs_expected')
          ? passed
          : failed('Reminders are missing for some pairs of payer and provider'),
      mockCounts: { payer_provider_pairs_expected: 5, payer_provider_reminders_actual: 6 },
    },
    {
      step: 'temp-copy',
      table: 'conflictvisitmaps_temp',
      judge: judgeTempCopy,
      mockCounts: { temp_rows_expected: 15_234, temp_rows: 15_234 },
    },
    {
      step: 'in-progress',
      table: 'settings',
      judge(counts) {
        if (count(counts, 'settings_rows') === 0) return failed('The settings table has no row');
        return count(counts, 'settings_in_progress') > 0
          ? passed
          : warning('InProgressFlag is not 1: the run has ended, or none has begun');
      },
      mockCounts: { settings_rows: 1, settings_in_progress: 1 },
    },
  ],
};

function judgeTempCopy(counts: Counts): Verdict {
  const expected = count(counts, 'temp_rows_expected');
  if (count(counts, 'temp_rows') !== expected) {
    return failed('The work table has not the rows of the window: run TASK_01 with this as_of');
  }
  return expected === 0 ? warning('No rows in range') : passed;
}

/** The five checks of TASK_02. */
export const validator02: Validator = {
  file: `${FOLDER}/validate_task_02.sql`,
  checks: [
    {
      step: 'map-rows',
      table: 'conflictvisitmaps',
      judge: (counts) =>
        count(counts, 'total_rows') > 0 ? passed : failed('The table of visit pairs is empty'),
      mockCounts: { total_rows: 15_234, rows_left_marked: 6_802 },
    },
    {
      step: 'computed-values',
      table: 'conflictvisitmaps',
      judge: inRange((counts) =>
        isAnyPositive(counts, ['distance_populated', 'eta_populated', 'minute_diff_populated'])
          ? passed
          : failed('No pair has a distance, a travel time or a gap in minutes'),
      ),
      mockCounts: {
        rows_checked: 8_432,
        distance_populated: 8_432,
        eta_populated: 8_432,
        minute_diff_populated: 8_432,
        mph_populated: 8_432,
        distance_flag_not_null: 8_432,
        inservice_flag_not_null: 8_432,
        pto_flag_not_null: 8_432,
      },
    },
    {
      step: 'refreshed-details',
      table: 'conflictvisitmaps',
      judge: inRange((counts) =>
        ['last_updated_by', 'last_updated_date', 'aide_fname', 'con_aide_fname'].every(
          (name) => count(counts, name) > 0,
        )
          ? passed
          : warning('A detail is filled in no pair'),
      ),
      mockCounts: {
        rows_checked: 8_432,
        last_updated_by: 8_432,
        last_updated_date: 8_432,
        aide_fname: 8_432,
        con_aide_fname: 8_432,
      },
    },
    {
      step: 'overlap-flags',
      table: 'conflictvisitmaps',
      judge: inRange((counts) =>
        isAnyPositive(
          counts,
          Object.keys(counts).filter((name) => name.endsWith('_y')),
        )
          ? passed
          : warning('No flag is Y'),
      ),
      mockCounts: { rows_checked: 8_432, same_sch_time_y: 8_432 },
    },
    {
      step: 'distances',
      table: 'conflictvisitmaps',
      judge: judgeDistances,
      mockCounts: {
        rows_with_distance: 8_432,
        negative_distance: 0,
        extreme_distance_over_500: 0,
        avg_distance: 5.9,
        max_distance: 40,
      },
    },
  ],
};

function judgeDistances(counts: Counts): Verdict {
  const rows = count(counts, 'rows_with_distance');
  if (rows === 0) return warning('No rows in range');
  if (count(counts, 'negative_distance') > 0) return failed('A distance is negative');
  return count(counts, 'extreme_distance_over_500') > rows * LARGEST_EXTREME_SHARE
    ? warning('More than 10% of the distances exceed 500 miles')
    : passed;
}
