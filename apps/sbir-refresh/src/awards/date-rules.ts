import type { AwardRule, RuleSettings } from './award-rule.ts';
import { normalizeDate } from './normalize-date.ts';
import { parseYear } from './normalize-numbers.ts';
import { FIRST_AWARD_YEAR } from './rule-catalog.ts';

/** The federal fiscal year begins in October. */
const FISCAL_YEAR_START_MONTH = 10;

const isInRange = (year: number | null, { runYear }: RuleSettings): boolean =>
  year !== null && year >= FIRST_AWARD_YEAR && year <= runYear + 1;

/** Rules on years and dates. Source: sbir-contracts.md section 4. */
export const dateRules: readonly AwardRule[] = [
  {
    column: 'Award Year',
    check(text, _cells, settings) {
      if (text === null) return 'YEAR_REQUIRED';
      return isInRange(parseYear(text), settings) ? undefined : 'YEAR_RANGE';
    },
  },
  {
    column: 'Award Year',
    check(text, cells) {
      const date = normalizeDate(cells.text('Proposal Award Date'));
      const year = parseYear(text);
      if (date === null || year === null) return undefined;
      const [calendarYear, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
      const isFiscal = month >= FISCAL_YEAR_START_MONTH && year === calendarYear + 1;
      return year === calendarYear || isFiscal ? undefined : 'YEAR_DATE_MISMATCH';
    },
  },
  {
    column: 'Solicitation Year',
    check: (text, _cells, settings) =>
      text === null || isInRange(parseYear(text), settings) ? undefined : 'SOLICITATION_YEAR_RANGE',
  },
  {
    column: 'Contract End Date',
    check(text, cells) {
      const end = normalizeDate(text);
      const start = normalizeDate(cells.text('Proposal Award Date'));
      return end !== null && start !== null && end < start ? 'DATE_ORDER' : undefined;
    },
  },
];
