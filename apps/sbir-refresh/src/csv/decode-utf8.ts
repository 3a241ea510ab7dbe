import { isUtf8 } from 'node:buffer';

const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
/** Lead bytes from these values on announce 2, 3 and 4 bytes. */
const LEADS = [
  [0xf0, 4],
  [0xe0, 3],
  [0xc0, 2],
] as const;

/** Where {@link decodeUtf8} counts what it replaced. */
export interface Utf8Facts {
  /** Times that U+FFFD stands for bytes that are not UTF-8; one that was in the file is not counted. */
  invalidUtf8: number;
}

/**
 * Decode chunks of bytes to text, one text per chunk, never splitting a character.
 *
 * The texts joined equal the decoding of all bytes at once, whatever the cuts. A BOM at the start
 * goes; invalid bytes become U+FFFD and are counted. `Buffer.toString` keeps ASCII at one byte per
 * character, which TextDecoder does not.
 */
export async function* decodeUtf8(
  source: AsyncIterable<Uint8Array>,
  facts: Utf8Facts,
): AsyncGenerator<string, void, undefined> {
  let carried: Buffer = Buffer.alloc(0);
  let isStart = true;
  const decode = (bytes: Buffer): string => {
    const text = decodeWhole(bytes, facts);
    const hasBom = isStart && text.startsWith('\uFEFF');
    if (text !== '') isStart = false;
    return hasBom ? text.slice(1) : text;
  };
  for await (const chunk of source) {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = carried.length > 0 ? Buffer.concat([carried, view]) : view;
    const end = bytes.length - countOpenBytes(bytes);
    // A copy: a source may use the memory of its chunk again.
    carried = Buffer.from(bytes.subarray(end));
    const text = decode(bytes.subarray(0, end));
    if (text !== '') yield text;
  }
  const rest = decode(carried);
  if (rest !== '') yield rest;
}

function decodeWhole(bytes: Buffer, facts: Utf8Facts): string {
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    facts.invalidUtf8 +=
      countOf(text, REPLACEMENT) -
      countOf(bytes.toString('latin1'), REPLACEMENT_BYTES.toString('latin1'));
  }
  return text;
}

/** How many bytes at the end begin a character that is not whole: 0 to 3. */
function countOpenBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    const [, length = 0] = LEADS.find(([lead]) => byte >= lead) ?? [];
    if (length > 0) return length > back ? back : 0;
  }
  return 0;
}

const countOf = (text: string, part: string): number => text.split(part).length - 1;
