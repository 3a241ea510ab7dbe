import { createHash } from 'node:crypto';
import { sha256Hex, signText } from '../../sigv4/signing-key.ts';
import { assertSameSignature, type VerifiedSignature } from '../../sigv4/verify-signature.ts';

/** Checks the chain of signatures of a body that is signed chunk by chunk. */
export interface ChunkSignatures {
  update(data: Buffer): void;
  /** @throws {SignatureRefusedError} `mismatch`, also when there is no signature */
  endChunk(signature: string | undefined): void;
  /** @throws {SignatureRefusedError} `mismatch` */
  endTrailers(trailers: ReadonlyMap<string, string>): void;
}

/** What the chain begins with, and the key that goes on with it. */
type SignedStart = Pick<VerifiedSignature, 'signature' | 'timestamp' | 'scope'> & {
  readonly signingKey: Buffer;
};

const TRAILER_SIGNATURE = 'x-amz-trailer-signature';
const NOTHING_HASH = sha256Hex('');

/**
 * Start the chain at the signature of the request: each chunk signs the one before it, so that
 * none can be left out, doubled or moved.
 *
 * @param hasTrailer - the trailers are signed, too
 * Source: Amazon S3 API Reference, "Transferring a payload in multiple chunks", and "including
 * trailing headers".
 */
export function createChunkSignatures(
  { signingKey, signature, timestamp, scope }: SignedStart,
  hasTrailer: boolean,
): ChunkSignatures {
  let previous = signature;
  let hash = createHash('sha256');
  const accept = (given: string | undefined, kind: string, ...hashes: string[]): void => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, previous, ...hashes].join('\n');
    const expected = signText(signingKey, text);
    assertSameSignature(given ?? '', expected);
    previous = expected;
  };
  return {
    update: (data) => void hash.update(data),
    endChunk(given) {
      accept(given, 'PAYLOAD', NOTHING_HASH, hash.digest('hex'));
      hash = createHash('sha256');
    },
    endTrailers(trailers) {
      if (!hasTrailer) return;
      const lines = [...trailers].filter(([name]) => name !== TRAILER_SIGNATURE);
      const signed = lines.map(([name, value]) => `${name}:${value}\n`).join('');
      accept(trailers.get(TRAILER_SIGNATURE), 'TRAILER', sha256Hex(signed));
    },
  };
}
