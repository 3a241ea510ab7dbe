import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Clock, waitUntil } from '@pipelines/core';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';
import { decodeBody } from './decode-body.ts';
import type { Resolve } from './find-address.ts';
import { openSource } from './open-source.ts';
import type { SourcePolicy } from './source-policy.ts';
import { type StagedSource, stageSource } from './stage-source.ts';

/** Source: sbir-contracts.md 2.1 and 2.2. */
const ATTEMPTS = 3;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
const WHOLE_TIME_MS = 600_000;
const MOST_BYTES = 1_073_741_824;

export interface FetchOptions {
  readonly policy: SourcePolicy;
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Folder for the staged file. */
  readonly tempDir: string;
  readonly leastBytes: number;
  /** Decoded; 1 GiB when absent. */
  readonly mostBytes?: number;
  /** Told why another attempt follows. */
  readonly warn: (message: string) => void;
}

/**
 * Bring the award file to this disk: up to three attempts, 2 and 4 s apart, 600 s in all.
 *
 * Each attempt begins anew with the URL, its address and an empty file. The caller removes the
 * file that is returned; after a failure there is none.
 *
 * @throws {SourceRejectedError} at once
 * @throws {SourceUnavailableError} after the last attempt, or when the time is over
 */
export async function fetchSource(url: string, options: FetchOptions): Promise<StagedSource> {
  const { clock, warn } = options;
  const endMs = clock.now() + WHOLE_TIME_MS;
  const time = new AbortController();
  const cancel = clock.setTimer(endMs, () =>
    time.abort(new SourceUnavailableError(`The source took more than ${WHOLE_TIME_MS / 1_000} s`)),
  );
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce(url, options, time.signal);
      } catch (error) {
        if (time.signal.aborted) throw time.signal.reason;
        if (!(error instanceof SourceUnavailableError) || attempt === ATTEMPTS) throw error;
        warn(`${error.message}: attempt ${attempt} of ${ATTEMPTS}`);
        const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
        await waitUntil(clock.now() + waitMs, clock, time.signal);
      }
    }
  } finally {
    cancel();
  }
}

async function attemptOnce(
  url: string,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<StagedSource> {
  const { policy, resolve, tempDir, leastBytes, mostBytes = MOST_BYTES } = options;
  const response = await openSource(url, { policy, resolve, signal });
  const path = join(tempDir, `award-data-${randomUUID()}.csv`);
  return stageSource(decodeBody(response, mostBytes), { path, leastBytes });
}
