import { describe, expect, it } from '@jest/globals';
import { decodeAwsChunked } from './decode-aws-chunked.ts';

const DATA = 'Whole\r\nlines 0\r\n\r\n and é';
const [FIRST, SECOND] = [Buffer.from(DATA).subarray(0, 9), Buffer.from(DATA).subarray(9)];
const ENCODED = Buffer.concat([
  Buffer.from('9\r\n'),
  FIRST,
  Buffer.from(`\r\n${SECOND.length.toString(16).toUpperCase()}\r\n`),
  SECOND,
  Buffer.from('\r\n0\r\nX-Amz-Checksum-Crc32: AAAAAA== \r\nother:x:y\r\n\r\n'),
]);

interface Decoded {
  readonly text: string;
  readonly trailers: Readonly<Record<string, string>>;
}

async function decode(...chunks: readonly Buffer[]): Promise<Decoded> {
  const data: Buffer[] = [];
  let trailers: ReadonlyMap<string, string> = new Map();
  const options = { onTrailers: (ended: ReadonlyMap<string, string>) => (trailers = ended) };
  for await (const chunk of decodeAwsChunked(streamOf(chunks), options)) data.push(chunk);
  return { text: Buffer.concat(data).toString(), trailers: Object.fromEntries(trailers) };
}

async function* streamOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

const WHOLE: Decoded = {
  text: DATA,
  trailers: { 'x-amz-checksum-crc32': 'AAAAAA==', other: 'x:y' },
};

describe('decodeAwsChunked', () => {
  it('gives the data and the trailers', async () => {
    expect(await decode(ENCODED)).toEqual(WHOLE);
  });

  it('gives the same wherever the stream is cut once', async () => {
    for (let cut = 0; cut <= ENCODED.length; cut++) {
      expect(await decode(ENCODED.subarray(0, cut), ENCODED.subarray(cut))).toEqual(WHOLE);
    }
  });

  it('gives the same wherever the stream is cut twice', async () => {
    for (let first = 0; first <= ENCODED.length; first++) {
      for (let second = first; second <= ENCODED.length; second++) {
        const pieces = [ENCODED.subarray(0, first), ENCODED.subarray(first, second)];
        const { text } = await decode(...pieces, ENCODED.subarray(second));
        if (text !== DATA) throw new Error(`cut at ${first} and ${second}`);
      }
    }
  });

  it('gives the same octet by octet', async () => {
    const octets = [...ENCODED].map((octet) => Buffer.from([octet]));

    expect(await decode(...octets)).toEqual(WHOLE);
  });

  it('refuses every premature end', async () => {
    for (let end = 0; end < ENCODED.length; end++) {
      await expect(decode(ENCODED.subarray(0, end))).rejects.toMatchObject({
        code: 'IncompleteBody',
      });
    }
  });

  it.each([
    ['no size', 'x\r\n'],
    ['a negative size', '-1\r\n'],
    ['a size beyond 32 bits', '100000000\r\n'],
    ['another extension', '0;name=x\r\n\r\n'],
    ['no line end after a chunk', '1\r\nab\r\n0\r\n\r\n'],
    ['a bare LF', '1\na\r\n0\r\n\r\n'],
    ['something after the end', '0\r\n\r\nx'],
    ['a trailer without a name', '0\r\n:x\r\n\r\n'],
    ['an endless line', `0${' '.repeat(5_000)}`],
    [
      'endless trailers',
      `0\r\n${Array.from({ length: 20 }, (_, i) => `t${i}:x\r\n`).join('')}\r\n`,
    ],
  ])('refuses %s', async (_, text) => {
    await expect(decode(Buffer.from(text))).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
