/** ERROR: the row fails. WARNING: it passes, and the report says so. */
export type Severity = 'ERROR' | 'WARNING';

/** The lowest year that an award can have: the programme began in 1983. */
export const FIRST_AWARD_YEAR = 1983;
/** Awards above five million dollars are worth a look. */
export const HIGH_AMOUNT_CENTS = 5_000_000_00;

/**
 * Severity and message of every rule, by code. A message never repeats the value.
 * Source: sbir-contracts.md section 4.
 */
export const ruleCatalog = {
  FIELD_COUNT: ['ERROR', 'the record has another number of fields than the header'],
  REQUIRED: ['ERROR', 'must not be blank'],
  PHASE_REQUIRED: ['ERROR', 'must not be blank'],
  PHASE_INVALID: ['ERROR', 'must be Phase I, Phase II or Phase III'],
  PHASE_COERCED: ['WARNING', 'phase IV is taken as phase III'],
  PHASE_PROGRAM: ['WARNING', 'the program that the phase belongs to is unknown'],
  PROGRAM_REQUIRED: ['ERROR', 'must not be blank'],
  PROGRAM_INVALID: ['ERROR', 'must be SBIR or STTR'],
  YEAR_REQUIRED: ['ERROR', 'must not be blank'],
  YEAR_RANGE: ['ERROR', `must be a year from ${FIRST_AWARD_YEAR} to the year after the run`],
  YEAR_DATE_MISMATCH: ['WARNING', 'is neither the calendar nor the fiscal year of the award date'],
  SOLICITATION_YEAR_RANGE: [
    'WARNING',
    `must be a year from ${FIRST_AWARD_YEAR} to the year after the run`,
  ],
  DATE_ORDER: ['WARNING', 'is before the Proposal Award Date'],
  AMOUNT_REQUIRED: ['ERROR', 'must not be blank'],
  AMOUNT_NUMERIC: ['ERROR', 'must be a decimal number'],
  AMOUNT_POSITIVE: ['ERROR', 'must be more than 0'],
  AMOUNT_ZERO: ['WARNING', 'is 0'],
  AMOUNT_HIGH: ['WARNING', 'is more than 5000000'],
  UEI_LENGTH: ['WARNING', 'must have 12 characters'],
  UEI_CHARS: ['WARNING', 'must have letters and digits only'],
  DUNS_FORMAT: ['WARNING', 'must have 9 digits'],
  EMAIL_FORMAT: ['WARNING', 'must be an address such as name@example.org'],
  PHONE_FORMAT: ['WARNING', 'must have 3, 3 and 4 digits'],
  STATE_LENGTH: ['WARNING', 'must be the name or the two-letter code of a state'],
  STATE_CODE: ['WARNING', 'is no state, DC, PR, VI, GU, AS or MP'],
  ZIP_LENGTH: ['WARNING', 'must have 5 or 9 digits'],
  ZIP_DIGITS: ['WARNING', 'must have digits only'],
} as const satisfies Readonly<Record<string, readonly [severity: Severity, message: string]>>;

export type RuleCode = keyof typeof ruleCatalog;
