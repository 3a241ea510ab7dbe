import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PipelineError } from '@pipelines/core';
import type { AwsCredentials } from '../sigv4/verify-signature.ts';
import { readIfPresent, writeWhole } from '../state/state-folder.ts';

/** A live process serves the folder with another key: stop it first, or leave the key out. */
export class EndpointSharedError extends PipelineError {
  static {
    EndpointSharedError.prototype.name = 'EndpointSharedError';
  }
  constructor(folder: string) {
    super(`Another process serves "${folder}" with other credentials.`);
  }
}

/**
 * The key pair of a folder: the one given, else the one of the last time, else one made at random.
 * It is kept in `credentials.json`, mode 0600.
 *
 * @param isServed - a live process already uses the stored pair
 * @throws {EndpointSharedError} when that is not the pair given
 */
export async function settleCredentials(
  folder: string,
  given: AwsCredentials | undefined,
  isServed: boolean,
): Promise<AwsCredentials> {
  const file = join(folder, 'credentials.json');
  const text = await readIfPresent(file);
  const stored = text === undefined ? undefined : (JSON.parse(text) as AwsCredentials);
  if (stored && (!given || isSamePair(stored, given))) return stored;
  if (isServed) throw new EndpointSharedError(folder);
  const settled = given ?? makeCredentials();
  const { accessKeyId, secretAccessKey } = settled;
  await writeWhole(file, JSON.stringify({ accessKeyId, secretAccessKey }, undefined, 2));
  return settled;
}

function isSamePair(a: AwsCredentials, b: AwsCredentials): boolean {
  return a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey;
}

/** Of the length of AWS's own; `LKIA` says at a glance that AWS has never issued it. */
function makeCredentials(): AwsCredentials {
  return {
    accessKeyId: `LKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
