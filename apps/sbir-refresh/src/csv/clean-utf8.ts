import { isUtf8 } from 'node:buffer';

const BOM = Buffer.from('\uFEFF');
const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
/** Lead bytes from these values on announce 2, 3 and 4 bytes. */
const LEADS = [
  [0xf0, 4],
  [0xe0, 3],
  [0xc0, 2],
] as const;

/** Where {@link cleanUtf8} counts what it replaced. */
export interface Utf8Facts {
  /** Times that U+FFFD stands for bytes that are not UTF-8; one that was in the file is not counted. */
  invalidUtf8: number;
}

/**
 * The bytes of a text file as valid UTF-8, in chunks of whole characters.
 *
 * The chunks joined are the encoding of the text that all bytes decode to at once, whatever the cuts.
 * A BOM at the start goes; invalid bytes become U+FFFD and are counted. A chunk is good until the
 * next one is asked for, because a source may use its memory again.
 */
export async function* cleanUtf8(
  source: AsyncIterable<Uint8Array>,
  facts: Utf8Facts,
): AsyncGenerator<Buffer, void, undefined> {
  let carried: Buffer = Buffer.alloc(0);
  let isStart = true;
  const clean = (bytes: Buffer): Buffer => {
    const whole = replaceInvalid(bytes, facts);
    const hasBom = isStart && whole.subarray(0, BOM.length).equals(BOM);
    if (whole.length > 0) isStart = false;
    return hasBom ? whole.subarray(BOM.length) : whole;
  };
  for await (const chunk of source) {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = carried.length > 0 ? Buffer.concat([carried, view]) : view;
    const end = bytes.length - countOpenBytes(bytes);
    carried = Buffer.from(bytes.subarray(end));
    const whole = clean(bytes.subarray(0, end));
    if (whole.length > 0) yield whole;
  }
  const rest = clean(carried);
  if (rest.length > 0) yield rest;
}

function replaceInvalid(bytes: Buffer, facts: Utf8Facts): Buffer {
  if (isUtf8(bytes)) return bytes;
  const text = bytes.toString('utf8');
  facts.invalidUtf8 +=
    countOf(text, REPLACEMENT) -
    countOf(bytes.toString('latin1'), REPLACEMENT_BYTES.toString('latin1'));
  return Buffer.from(text);
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
