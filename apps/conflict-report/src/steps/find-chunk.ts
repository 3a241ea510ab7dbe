import type { ChunkEvent } from '@pipelines/contracts';
import type { Database } from '@pipelines/sql-tasks';
import * as z from 'zod';
import { findChunkFiles } from '../chunk-tasks.ts';
import { LedgerEntryMissingError } from '../errors/ledger-errors.ts';
import type { ActionContext } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { runTaskFiles } from './run-task-files.ts';

const ledgerChunk = z.object({
  /** The run's, so that each of its chunks sees the same window. */
  as_of: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  bucket: z.int(),
  buckets: z.int(),
});

/** What a chunk works on. */
export type Chunk = z.output<typeof ledgerChunk>;

/**
 * The chunk that an event means: the ledger's, when it names a run, else the event's own dates.
 *
 * @param place - `asOf` is taken for dates without a run
 * @throws {LedgerEntryMissingError} for a chunk that is unknown, or whose run is over
 */
export async function findChunk(
  context: ActionContext<ChunkEvent>,
  place: { readonly settings: Settings; readonly database: Database; readonly asOf: string },
): Promise<Chunk> {
  const { run_id, chunk_id, start_date = '', end_date = '', bucket, buckets } = context.event;
  if (run_id === undefined) return { as_of: place.asOf, start_date, end_date, bucket, buckets };
  const { lastRows } = await runTaskFiles(context, {
    settings: place.settings,
    database: place.database,
    files: findChunkFiles,
    values: { run_id: String(run_id), chunk_id: String(chunk_id) },
    lockMode: 'shared',
  });
  if (lastRows.length === 0) {
    throw new LedgerEntryMissingError(`Chunk ${chunk_id} of run ${run_id}`);
  }
  return ledgerChunk.parse(lastRows[0]);
}
