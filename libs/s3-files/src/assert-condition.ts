import { PreconditionFailedError } from './errors.ts';
import type { WriteOptions } from './file-store.ts';

/**
 * Compare a file's etag with the conditions of a write.
 *
 * @param etag - of the file that is there, or nothing
 * @throws {PreconditionFailedError}
 */
export function assertCondition(
  key: string,
  etag: string | undefined,
  { ifNoneMatch, ifMatch }: WriteOptions,
): void {
  const isTaken = ifNoneMatch === '*' && etag !== undefined;
  const isOther = ifMatch !== undefined && ifMatch !== etag;
  if (isTaken || isOther) throw new PreconditionFailedError(key);
}
