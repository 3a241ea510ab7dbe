import type { HistoryEvent } from '@pipelines/asl-runtime';
import { downloadCsvBody, type DownloadCsvBody } from '@pipelines/contracts';
import type { Clock, JsonObject } from '@pipelines/core';
import type { FileStore } from '@pipelines/s3-files';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import { publishCopies } from './publish-copies.ts';
import { takeLock } from './refresh-lock.ts';
import { runMachine } from './run-machine.ts';
import type { WeeklySteps } from './weekly-steps.ts';

/** Of a Lambda's, and so of a step's, longest time. */
const LONGEST_STEP_MS = 900_000;
/** Left of a run's time to give the lock back and to say why the run ends. */
const RESERVE_MS = 5_000;

/** All that run-all works with. */
export interface RunAllPorts {
  readonly files: FileStore;
  readonly clock: Clock;
  readonly steps: WeeklySteps;
  /** Who holds the lock while this runs: a host and process, or a request. */
  readonly owner: string;
  /** Epoch ms, when the run has to be over; without it each step has a Lambda's time. */
  readonly deadlineMs?: number | undefined;
  /** Ends the run and gives the lock back; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: HistoryEvent) => void) | undefined;
}

/** What to refresh, in whose name. */
export interface RunAllRequest {
  /** The input of the machine, as the caller gave it. */
  readonly input: JsonObject;
  readonly executionName: string;
  readonly executionArn: string;
}

/** A run that ended well. */
export interface RunAllResult {
  /** `skipped` when nothing had changed. */
  readonly status: 'success' | 'skipped';
  readonly download: DownloadCsvBody;
  /** Output of the machine. */
  readonly output: JsonObject;
  /** Keys under `data/raw/sbir/` that were written. */
  readonly copies: readonly string[];
}

/**
 * The whole refresh in one process: the weekly machine with its functions here, under the lock.
 *
 * @throws {LockHeldError} when another run is at it; nothing was touched then
 * @throws what {@link runUnlocked} throws
 * Source: sbir-contracts.md 2.2 and section 9
 */
export async function runAll(request: RunAllRequest, ports: RunAllPorts): Promise<RunAllResult> {
  const release = await takeLock(ports.files, ports);
  try {
    return await runUnlocked(request, ports);
  } finally {
    await release();
  }
}

/**
 * {@link runAll} without the lock, for files that nobody else has.
 *
 * @throws {TaskTimeoutError} at the deadline
 * @throws what {@link runMachine} throws, and the reason of `signal`
 */
export async function runUnlocked(
  request: RunAllRequest,
  ports: RunAllPorts,
): Promise<RunAllResult> {
  const { files, clock, owner } = ports;
  const limit = createLimit(ports);
  const getRemainingTimeInMillis = () =>
    Math.min(LONGEST_STEP_MS, Math.max(0, limit.dueAtMs - clock.now()));
  try {
    const { output, bodies } = await runMachine({
      ...request,
      ...ports,
      signal: limit.signal,
      invocation: { awsRequestId: owner, getRemainingTimeInMillis },
    });
    const download = downloadCsvBody.parse(bodies['download-csv']);
    const status = 'record-success' in bodies ? 'success' : 'skipped';
    const { s3_key: s3Key, sha256, run_date: runDate } = download;
    const copies = await publishCopies(files, { s3Key, sha256, runDate }, status === 'success');
    return { status, download, output, copies };
  } finally {
    limit.cancel();
  }
}

interface Limit {
  readonly signal: AbortSignal;
  readonly dueAtMs: number;
  readonly cancel: () => void;
}

/** The caller's wish to stop and the deadline, as one signal. */
function createLimit({ clock, deadlineMs = Infinity, signal }: RunAllPorts): Limit {
  const startMs = clock.now();
  const dueAtMs = deadlineMs - Math.min(RESERVE_MS, Math.max(0, deadlineMs - startMs) / 10);
  const late = new AbortController();
  const seconds = Math.round((dueAtMs - startMs) / 1_000);
  const cancel =
    dueAtMs === Infinity
      ? () => undefined
      : clock.setTimer(dueAtMs, () =>
          late.abort(new TaskTimeoutError(`The refresh did not end within ${seconds} s`)),
        );
  return {
    signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    dueAtMs,
    cancel,
  };
}
