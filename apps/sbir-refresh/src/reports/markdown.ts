/** Leading characters that make a spreadsheet take a cell for a formula. Source: security.md S17. */
const FORMULA = /^[=+\-@\t\r\0]/;

/**
 * Text from data as one cell of a Markdown table: one line, no markup, no formula.
 *
 * Reports are pasted into spreadsheets and shown as HTML, and the text is whatever a company wrote.
 */
export function escapeCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return harmless
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]()|!#~]/g, String.raw`\$&`);
}

/** A Markdown table; the cells are taken as they are, so pass data through {@link escapeCell}. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A bullet list of texts from data. */
export function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${escapeCell(text)}`).join('\n');
}

/** Blocks with an empty line between them; undefined ones are left out. */
export function page(...blocks: readonly (string | undefined)[]): string {
  return `${blocks.filter((block) => block !== undefined).join('\n\n')}\n`;
}

/** `## Warnings` and its list, or undefined without warnings. */
export function warningSection(warnings: readonly string[]): string | undefined {
  return warnings.length > 0 ? `## Warnings\n\n${bullets(warnings)}` : undefined;
}

/** `219,500`. */
export function groupDigits(value: number): string {
  return value.toLocaleString('en-US');
}

/** `95.00%` of 0.95. */
export function percent(share: number, decimals = 2): string {
  return `${(share * 100).toFixed(decimals)}%`;
}

/** `$1,234.56` of integer cents. */
export function dollars(cents: number): string {
  const [sign, whole] = [cents < 0 ? '-' : '', Math.floor(Math.abs(cents) / 100)];
  return `${sign}$${groupDigits(whole)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
}
