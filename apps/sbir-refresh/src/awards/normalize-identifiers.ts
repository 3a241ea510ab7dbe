const UEI_LENGTH = 12;
const CLEAN_UEI = /^[A-Z0-9]{12}$/;
const CLEAN_DUNS = /^\d{9}$/;

/**
 * Unique Entity Identifier: letters and digits in upper case, exactly 12 of them, else null.
 * Source: sbir-refresh.md 3.6.
 */
export function normalizeUei(text: string | null): string | null {
  if (text === null || CLEAN_UEI.test(text)) return text;
  const uei = text.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  return uei.length === UEI_LENGTH ? uei : null;
}

/**
 * DUNS number of nine digits, else null.
 *
 * A data frame may have typed it: `.0` at the end goes, and 7 or 8 digits get back the zeros that
 * they lost in front. Source: sbir-refresh.md 3.6.
 */
export function normalizeDuns(text: string | null): string | null {
  if (text === null || CLEAN_DUNS.test(text)) return text;
  const digits = text.replace(/\.0$/, '').replaceAll(/\D/g, '');
  return digits.length >= 7 && digits.length <= 9 ? digits.padStart(9, '0') : null;
}
