/** A made-up file: its name and its text, a piece of some 64 kB at a time. */
export interface SampleFile {
  readonly name: string;
  /** Records without the header, as they are meant; broken ones count too. */
  readonly records: number;
  /** The text from its first byte; each call begins anew. To be written as UTF-8. */
  chunks(): Iterable<string>;
}

const CHUNK_CHARACTERS = 65_536;

/**
 * Join lines to pieces that are worth a write each.
 *
 * @param lines - with their line ends
 */
export function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** A field as RFC 4180 wants it: quoted only where it must be. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? quoted(text) : text;
}

/** A field in quotes, whatever it holds. */
export function quoted(text: string): string {
  return `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
}
