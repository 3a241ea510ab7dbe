const YES = /^(?:y|yes|true|1|t|on)$/i;
const NO = /^(?:n|no|false|0|f|off)$/i;
const CLEAN_ZIP = /^\d{5}(?:\d{4})?$/;

/** Zip code of 5 or 9 digits; 4 digits get their zero back; `-` and anything else is null. */
export function normalizeZip(text: string | null): string | null {
  if (text === null || CLEAN_ZIP.test(text)) return text;
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length === 4) return `0${digits}`;
  return digits.length === 5 || digits.length === 9 ? digits : null;
}

/** Y or N in the spellings of sbir-refresh.md 3.6; U ("unavailable") and anything else is null. */
export function normalizeFlag(text: string | null): boolean | null {
  if (text === null) return null;
  if (YES.test(text)) return true;
  return NO.test(text) ? false : null;
}

/** E-mail address, trimmed and in lower case; it is compared, not checked. */
export function normalizeEmail(text: string | null): string | null {
  return text === null ? null : text.trim().toLowerCase();
}
