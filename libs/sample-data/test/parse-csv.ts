/**
 * A plain reader of RFC 4180 for the tests of this package: slow, and written without a look at the
 * generator.
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (text[at] === '"' && text[at + 1] !== '"') break;
        if (text[at] === undefined) throw new Error('unterminated quote');
        if (text[at] === '"') at += 1;
        field += text[at];
      }
      at += 1;
    } else {
      const end = text.slice(at).search(/[,\r\n]|$/) + at;
      field = text.slice(at, end);
      at = end;
    }
    record.push(field);
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (text.startsWith('\r\n', at)) at += 1;
    at += 1;
    records.push(record);
    record = [];
  }
  return records;
}
