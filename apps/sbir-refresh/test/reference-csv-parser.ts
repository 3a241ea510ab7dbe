/**
 * The rules of `CsvParser` in the plainest form: one pass over the whole text, one character at a
 * time, nothing fast. Records of one empty field are left out, as `readCsvRecords` does.
 */
export function parseAsReference(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const [field, next] = readField(text, at);
      record.push(field);
      at = next;
      if (text[at] !== ',') break;
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    records.push(record);
  }
  return records.filter((record) => record.length > 1 || record[0] !== '');
}

function readField(text: string, start: number): readonly [field: string, next: number] {
  const isEnd = (at: number): boolean => at >= text.length || ',\r\n'.includes(text.charAt(at));
  let at = start;
  if (text[at] !== '"') {
    while (!isEnd(at)) at++;
    return [text.slice(start, at), at];
  }
  let field = '';
  for (at++; at < text.length; at++) {
    if (text[at] !== '"') {
      field += text.charAt(at);
    } else if (text[at + 1] === '"') {
      field += '"';
      at++;
    } else {
      let next = at + 1;
      while (!isEnd(next) && text.charAt(next).trim() === '') next++;
      if (isEnd(next)) return [field, next];
      field += '"';
    }
  }
  return [text.slice(start + 1), text.length];
}
