import { cleanUtf8, type Utf8Facts } from './clean-utf8.ts';

/**
 * Decode chunks of bytes to text, one text per chunk, never splitting a character.
 *
 * The texts joined equal the decoding of all bytes at once, see {@link cleanUtf8}.
 * `Buffer.toString` keeps ASCII at one byte per character, which TextDecoder does not.
 */
export async function* decodeUtf8(
  source: AsyncIterable<Uint8Array>,
  facts: Utf8Facts,
): AsyncGenerator<string, void, undefined> {
  for await (const bytes of cleanUtf8(source, facts)) yield bytes.toString('utf8');
}
