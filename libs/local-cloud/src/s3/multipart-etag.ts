import { createHash } from 'node:crypto';
import type { UploadedPart } from './store/uploads.ts';

/** The ETag of an object in parts: MD5 of the parts' MD5s, a dash, and how many there are. */
export function multipartEtag(parts: readonly UploadedPart[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(etag, 'hex');
  return `${hash.digest('hex')}-${parts.length}`;
}
