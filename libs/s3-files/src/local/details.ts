import type { BigIntStats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FileInfo } from '../file-store.ts';
import { detailsPath, isAbsence } from './local-paths.ts';

/** What is kept beside a file, because a file system cannot hold it. */
export interface Details {
  /** MD5 of the content, so that equal contents have equal etags as in S3. */
  readonly etag: string;
  readonly contentType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * What is known of one version of a file.
 *
 * A file that this store did not write has no details: its etag is made of size, time and inode,
 * which change with the content, and hashing 390 MB at each look is spared.
 *
 * @param facts - of the very version that is meant
 */
export async function readDetails(
  root: string,
  key: string,
  facts: BigIntStats,
): Promise<FileInfo> {
  const details = await findDetails(root, key, facts);
  return {
    key,
    size: Number(facts.size),
    lastModifiedMs: Math.floor(Number(facts.mtimeNs / 1_000_000n)),
    ...details,
  };
}

async function findDetails(root: string, key: string, facts: BigIntStats): Promise<Details> {
  try {
    return JSON.parse(await readFile(detailsPath(root, key, facts), 'utf8')) as Details;
  } catch (error) {
    if (!isAbsence(error)) throw error;
    const { size, mtimeNs, ino } = facts;
    return { etag: [size, mtimeNs, ino].map((part) => part.toString(16)).join('-'), metadata: {} };
  }
}
