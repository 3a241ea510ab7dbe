const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One record of RFC 4180 with its CRLF. Values are written as they are, quoted where they must be.
 *
 * For files that our own steps read again: a formula in a cell stays a formula. What a person opens
 * in a spreadsheet goes through `escapeCell`.
 */
export function formatCsvRecord(fields: readonly string[]): string {
  let record = '';
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? '';
    if (index > 0) record += ',';
    record += NEEDS_QUOTES.test(field) ? quoted(field) : field;
  }
  // An empty line would be no record.
  return record === '' ? '""\r\n' : `${record}\r\n`;
}

const quoted = (field: string): string =>
  `"${field.includes('"') ? field.replaceAll('"', '""') : field}"`;
