import type { AwardRule } from './award-rule.ts';
import { normalizeDuns } from './normalize-identifiers.ts';
import { parseCents } from './normalize-numbers.ts';
import { normalizePhase } from './normalize-program.ts';
import { HIGH_AMOUNT_CENTS } from './rule-catalog.ts';
import { normalizeState } from './state-codes.ts';

const EMAIL = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/;
const PHONE = /^\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}$/;
/** What stands in the Zip column where there is none. */
const NO_ZIP = '-';

const isProgram = (text: string): boolean => /^(?:SBIR|STTR)$/i.test(text);

export const requiredRules: readonly AwardRule[] = (
  ['Company', 'Award Title', 'Agency'] as const
).map((column) => ({ column, check: (text) => (text === null ? 'REQUIRED' : undefined) }));

export const programRules: readonly AwardRule[] = [
  {
    column: 'Phase',
    check(text) {
      if (text === null) return 'PHASE_REQUIRED';
      const { phase, isCoerced } = normalizePhase(text);
      if (phase === null) return 'PHASE_INVALID';
      return isCoerced ? 'PHASE_COERCED' : undefined;
    },
  },
  {
    column: 'Phase',
    check(text, cells) {
      const program = cells.text('Program');
      return text !== null && program !== null && !isProgram(program) ? 'PHASE_PROGRAM' : undefined;
    },
  },
  {
    column: 'Program',
    check(text) {
      if (text === null) return 'PROGRAM_REQUIRED';
      return isProgram(text) ? undefined : 'PROGRAM_INVALID';
    },
  },
];

export const amountRule: AwardRule = {
  column: 'Award Amount',
  check(text, _cells, { allowZeroAmount }) {
    if (text === null) return 'AMOUNT_REQUIRED';
    const cents = parseCents(text);
    if (cents === null) return 'AMOUNT_NUMERIC';
    if (cents === 0 && allowZeroAmount) return 'AMOUNT_ZERO';
    if (cents <= 0) return 'AMOUNT_POSITIVE';
    return cents > HIGH_AMOUNT_CENTS ? 'AMOUNT_HIGH' : undefined;
  },
};

export const identifierRules: readonly AwardRule[] = [
  {
    column: 'UEI',
    check: (text) => (text !== null && text.length !== 12 ? 'UEI_LENGTH' : undefined),
  },
  {
    column: 'UEI',
    check: (text) => (text !== null && !/^[A-Za-z0-9]+$/.test(text) ? 'UEI_CHARS' : undefined),
  },
  {
    column: 'Duns',
    check: (text) => (text !== null && normalizeDuns(text) === null ? 'DUNS_FORMAT' : undefined),
  },
];

export const contactRules: readonly AwardRule[] = [
  ...(['Contact Email', 'PI Email'] as const).map((column): AwardRule => ({
    column,
    check: (text) => (text !== null && !EMAIL.test(text) ? 'EMAIL_FORMAT' : undefined),
  })),
  ...(['Contact Phone', 'PI Phone'] as const).map((column): AwardRule => ({
    column,
    check: (text) => (text !== null && !PHONE.test(text) ? 'PHONE_FORMAT' : undefined),
  })),
];

export const placeRules: readonly AwardRule[] = [
  {
    column: 'State',
    check(text) {
      if (text === null || normalizeState(text) !== null) return undefined;
      return text.length === 2 ? 'STATE_CODE' : 'STATE_LENGTH';
    },
  },
  {
    column: 'Zip',
    check(text) {
      if (text === null || text === NO_ZIP) return undefined;
      return [4, 5, 9].includes(text.replaceAll('-', '').length) ? undefined : 'ZIP_LENGTH';
    },
  },
  {
    column: 'Zip',
    check: (text) =>
      text !== null && text !== NO_ZIP && /\D/.test(text.replaceAll('-', ''))
        ? 'ZIP_DIGITS'
        : undefined,
  },
];
