import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { S3Endpoint } from '../src/s3/open-s3.ts';
import { sendRaw, type RawAnswer } from './s3-fixture.ts';

/** As lower-case hex. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A request for the SDK's signer. */
export interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly service?: string;
  readonly region?: string;
  readonly signedAtMs?: number;
  /** Headers to send that the signature does not know. */
  readonly added?: Readonly<Record<string, string>>;
  /** A header to leave out of what is signed, and to send all the same. */
  readonly unsigned?: string;
}

/** Sign with the SDK's signer and send as it is. */
export async function sendSignedTo(endpoint: S3Endpoint, signing: Signing): Promise<RawAnswer> {
  const { method = 'GET', path = '/bucket/k', body = '', headers = {}, added = {} } = signing;
  const { hostname, host, port, pathname, searchParams } = new URL(path, endpoint.url);
  const signer = new SignatureV4({
    service: signing.service ?? 's3',
    region: signing.region ?? 'us-east-1',
    credentials: endpoint,
    sha256: Hash,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method,
      path: pathname,
      protocol: 'http:',
      hostname,
      port: Number(port),
      query: Object.fromEntries(searchParams),
      headers: { host, 'x-amz-content-sha256': sha256(body), ...headers },
      body,
    },
    {
      ...(signing.unsigned && { unsignableHeaders: new Set([signing.unsigned]) }),
      signingDate: new Date(signing.signedAtMs ?? Date.now()),
    },
  );
  const all = { ...signed.headers, ...added };
  return sendRaw(`${endpoint.url}${path}`, { method, headers: all, body });
}

/** What the signer hashes with. */
class Hash {
  readonly chunks: (string | Uint8Array)[] = [];
  readonly secret: string | Uint8Array | undefined;
  constructor(secret?: unknown) {
    this.secret = secret as string | Uint8Array | undefined;
  }
  update(chunk: string | Uint8Array): void {
    this.chunks.push(chunk);
  }
  async digest(): Promise<Uint8Array> {
    const hash =
      this.secret === undefined ? createHash('sha256') : createHmac('sha256', this.secret);
    for (const chunk of this.chunks) hash.update(chunk);
    return hash.digest();
  }
}
