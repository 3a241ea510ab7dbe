import { createHash, createHmac } from 'node:crypto';

/** What a signature is bound to: it holds for one day, region and service only. */
export interface CredentialScope {
  /** `20250120` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** `20250120/us-east-1/s3/aws4_request`, the second part of a credential. */
export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

/**
 * The key that signs within one scope.
 *
 * Source: AWS General Reference, "Calculate the signature".
 */
export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  return [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

/** HMAC-SHA256 of a text, as lower-case hex: the form of every signature. */
export function signText(signingKey: Buffer, text: string): string {
  return hmac(signingKey, text).toString('hex');
}

/** SHA-256 as lower-case hex. */
export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
