import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { withOpenLock } from '../state/open-lock.ts';
import { readIfPresent, writeWhole } from '../state/state-folder.ts';

/**
 * The key pair of a data folder, one for all of its endpoints, made at random the first time: a
 * function has one pair in its environment. It is kept in `aws-credentials.json`, mode 0600.
 *
 * @param dataDir - exists
 */
export function ensureCredentials(dataDir: string): Promise<AwsCredentials> {
  const file = join(dataDir, 'aws-credentials.json');
  return withOpenLock(join(dataDir, 'aws-credentials.lock'), undefined, async () => {
    const text = await readIfPresent(file);
    if (text !== undefined) return JSON.parse(text) as AwsCredentials;
    const made = makeCredentials();
    await writeWhole(file, JSON.stringify(made, undefined, 2));
    return made;
  });
}

/** Whether two pairs are one. */
export function isSamePair(a: AwsCredentials, b: AwsCredentials): boolean {
  return a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey;
}

/** Of the length of AWS's own; `LKIA` says at a glance that AWS has never issued it. */
function makeCredentials(): AwsCredentials {
  return {
    accessKeyId: `LKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
