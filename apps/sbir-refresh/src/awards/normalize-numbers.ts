const DECIMAL = /^([+-]?)(\d{0,13})(?:\.(\d*))?$/;

/**
 * Signed cents of an amount, half up; null when the text is not a decimal number.
 *
 * `$`, `,` and spaces are ignored. No float takes part: `150000.0050` is 15 000 001 cents. More than
 * 13 digits before the point are no amount. Source: sbir-refresh.md 3.6.
 */
export function parseCents(text: string | null): number | null {
  if (text === null) return null;
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text.replaceAll(/[$,\s]/g, '')) ?? [];
  if (sign === undefined || (whole === '' && fraction === '')) return null;
  const digits = fraction.padEnd(3, '0');
  const cents =
    Number(whole) * 100 + Number(digits.slice(0, 2)) + (digits.charAt(2) >= '5' ? 1 : 0);
  return sign === '-' ? 0 - cents : cents;
}

/** Cents of an award amount: {@link parseCents}, with null for a negative one. */
export function normalizeAmountCents(text: string | null): number | null {
  const cents = parseCents(text);
  return cents === null || cents < 0 ? null : cents;
}

/** A year of four digits, `2023` or, from a data frame, `2023.0`; else null. */
export function parseYear(text: string | null): number | null {
  return text !== null && /^\d{4}(?:\.0+)?$/.test(text) ? Number.parseInt(text, 10) : null;
}

/**
 * Number of employees: `25`, `25.0` and `1,234` are read, a fraction is rounded, a negative one is
 * null; of any other text the first digits count (`approx 500`). Source: sbir-refresh.md 3.6.
 */
export function normalizeEmployees(text: string | null): number | null {
  const plain = (text ?? '').replaceAll(',', '').trim();
  if (/^[+-]?\d+(?:\.\d*)?$/.test(plain)) {
    const count = Math.round(Number(plain));
    return count < 0 ? null : count;
  }
  const [digits] = /\d+/.exec(plain) ?? [];
  return digits === undefined ? null : Number(digits);
}
