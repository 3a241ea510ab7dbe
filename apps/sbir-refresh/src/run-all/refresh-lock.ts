import type { Clock } from '@pipelines/core';
import { type FileStore, PreconditionFailedError } from '@pipelines/s3-files';
import * as z from 'zod';
import { LockHeldError } from '../errors/lock-held-error.ts';
import { isFileNotFound } from '../steps/optional-files.ts';
import { isoTime } from '../steps/run-date.ts';

const LOCK_KEY = 'state/lock.json';
/** Longer than the two hours that the machine, and with it run-all, may take. */
const LONGEST_HOLD_MS = 130 * 60_000;

const lockFile = z.object({
  owner: z.string(),
  acquired_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

/** Who has the lock, since when, and when others may take it. */
export type LockRecord = z.output<typeof lockFile>;

/** A lock as it lies in the bucket. */
export interface FoundLock {
  /** Undefined when someone wrote what is no lock: it is held until somebody removes it. */
  readonly record: LockRecord | undefined;
  readonly isExpired: boolean;
  readonly etag: string;
}

/** The lock as it is now, or undefined when nobody has it. */
export async function findLock(files: FileStore, clock: Clock): Promise<FoundLock | undefined> {
  const info = await files.head(LOCK_KEY);
  if (!info) return undefined;
  const text = await files.readText(LOCK_KEY).catch((thrown: unknown) => {
    if (isFileNotFound(thrown)) return undefined;
    throw thrown;
  });
  if (text === undefined) return undefined;
  const record = parseLock(text);
  const isExpired = record !== undefined && Date.parse(record.expires_at) <= clock.now();
  return { record, isExpired, etag: info.etag };
}

/**
 * Take the lock of the bucket, so that two runs cannot write the same objects and the same graph.
 *
 * One conditional write decides: over nothing, or over the very version that was seen to be expired.
 *
 * @returns how to give it back; safe to call when the lock has been lost meanwhile
 * @throws {LockHeldError} naming the holder
 * Source: sbir-contracts.md section 9
 */
export async function takeLock(
  files: FileStore,
  { owner, clock }: { readonly owner: string; readonly clock: Clock },
): Promise<() => Promise<void>> {
  const nowMs = clock.now();
  const record: LockRecord = {
    owner,
    acquired_at: isoTime(nowMs),
    expires_at: isoTime(nowMs + LONGEST_HOLD_MS),
  };
  const found = await findLock(files, clock);
  if (found && !found.isExpired) throw heldBy(found.record);
  try {
    await files.write(LOCK_KEY, `${JSON.stringify(record, null, 2)}\n`, {
      contentType: 'application/json',
      ...(found ? { ifMatch: found.etag } : { ifNoneMatch: '*' as const }),
    });
  } catch (thrown) {
    if (!(thrown instanceof PreconditionFailedError)) throw thrown;
    throw heldBy((await findLock(files, clock))?.record);
  }
  return async () => {
    const now = await findLock(files, clock);
    // Past its expiry another run may have taken it: that one's lock stays.
    if (now?.record?.owner !== owner || now.record.acquired_at !== record.acquired_at) return;
    await removeLock(files);
  };
}

/** Remove the lock, whoever has it. */
export const removeLock = (files: FileStore): Promise<void> => files.delete(LOCK_KEY);

/** The error of who finds the lock held. */
export function heldBy(record: LockRecord | undefined): LockHeldError {
  return new LockHeldError(
    record
      ? `${record.owner} has the lock ${LOCK_KEY} since ${record.acquired_at}, at most until ${record.expires_at}`
      : `Someone else has the lock ${LOCK_KEY}`,
  );
}

function parseLock(text: string): LockRecord | undefined {
  try {
    return lockFile.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
