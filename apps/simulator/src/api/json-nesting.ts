/** What the JSON reader of AWS's Java services (Jackson 2.15 and later) takes by default. */
export const DEEPEST_JSON = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const CASE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * Whether a JSON text nests deeper than any document of sense.
 *
 * What reads, checks and writes values here calls itself for each level, and would run out of
 * stack. The text is looked through, not parsed; it may be no JSON at all.
 *
 * @param text - of any length; the cost is linear
 */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) isInText = !isInText;
    else if (isInText) {
      if (code === BACKSLASH) i++;
    } else if ((code | CASE_BIT) === OPENING) {
      depth++;
      if (depth > DEEPEST_JSON) return true;
    } else if ((code | CASE_BIT) === CLOSING) depth--;
  }
  return false;
}
