import { describe, expect, it } from '@jest/globals';
import { deriveSigningKey } from '../../sigv4/signing-key.ts';
import { createChunkSignatures, type ChunkSignatures } from './chunk-signatures.ts';

// The worked examples of the Amazon S3 API Reference: 66 560 times "a" in chunks of 64 KiB and
// 1 KiB, signed with the documentation's own key on 2013-05-24.
const SCOPE = { date: '20130524', region: 'us-east-1', service: 's3' };
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const FIRST = Buffer.alloc(65_536, 'a');
const SECOND = Buffer.alloc(1_024, 'a');

function startChain(signature: string, hasTrailer: boolean): ChunkSignatures {
  const signed = {
    payloadHash: '',
    signingKey: deriveSigningKey(SECRET, SCOPE),
    signature,
    timestamp: '20130524T000000Z',
    scope: '20130524/us-east-1/s3/aws4_request',
  };
  return createChunkSignatures(signed, hasTrailer);
}

function chunk(chain: ChunkSignatures, data: Buffer, signature: string | undefined): void {
  chain.update(data.subarray(0, 100));
  chain.update(data.subarray(100));
  chain.endChunk(signature);
}

const SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
const SIGNATURES = {
  first: 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  second: '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  last: 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
};

describe('createChunkSignatures', () => {
  it('accepts the example of AWS', () => {
    const chain = startChain(SEED, false);

    chunk(chain, FIRST, SIGNATURES.first);
    chunk(chain, SECOND, SIGNATURES.second);
    chunk(chain, Buffer.alloc(0), SIGNATURES.last);

    expect(() => chain.endTrailers(new Map())).not.toThrow();
  });

  it('accepts the example of AWS with a signed trailer', () => {
    const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
    const chain = startChain(seed, true);

    chunk(chain, FIRST, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2');
    chunk(chain, SECOND, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7');
    chunk(
      chain,
      Buffer.alloc(0),
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    );
    const trailers = new Map([
      ['x-amz-checksum-crc32c', 'sOO8/Q=='],
      [
        'x-amz-trailer-signature',
        'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
      ],
    ]);

    expect(() => chain.endTrailers(trailers)).not.toThrow();
    expect(() => chain.endTrailers(trailers)).toThrow('does not match');
  });

  it('refuses a trailer without a signature', () => {
    const chain = startChain(SEED, true);
    chunk(chain, FIRST, SIGNATURES.first);

    expect(() => chain.endTrailers(new Map())).toThrow('does not match');
  });

  it.each([
    ['changed data', SECOND, SIGNATURES.first],
    ['no signature', FIRST, undefined],
    ['a chunk out of its order', SECOND, SIGNATURES.second],
  ])('refuses %s', (_, data, signature) => {
    expect(() => chunk(startChain(SEED, false), data, signature)).toThrow(
      expect.objectContaining({ name: 'SignatureRefusedError', reason: 'mismatch' }),
    );
  });
});
