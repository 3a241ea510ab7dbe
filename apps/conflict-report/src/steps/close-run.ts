import type { Database } from '@pipelines/sql-tasks';
import * as z from 'zod';
import { finishRunFiles, verifyChunksTask } from '../chunk-tasks.ts';
import { ChunksNotDoneError, LedgerEntryMissingError } from '../errors/ledger-errors.ts';
import type { ActionContext } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { runTaskFiles } from './run-task-files.ts';

/** What the ledger counts for a run. */
const verification = z.object({
  as_of: z.string(),
  chunks_total: z.int(),
  chunks_done: z.int(),
  updated_rows: z.int(),
  rows_left_marked: z.int(),
  not_done: z.string(),
});

export type Verification = Omit<z.output<typeof verification>, 'as_of' | 'not_done'>;

/**
 * Close a run of chunks in the ledger, and set the settings table idle when all of them are done.
 *
 * Safe to repeat: both follow from the state of the chunks alone.
 *
 * @throws {ChunksNotDoneError} naming the chunks; the run can be resumed
 * @throws {LedgerEntryMissingError} for a run that is unknown or was replaced by a newer one
 */
export async function closeRun(
  context: ActionContext,
  run: { readonly settings: Settings; readonly database: Database; readonly runId: number },
): Promise<Verification> {
  const { settings, database, runId } = run;
  const { lastRows } = await runTaskFiles(context, {
    settings,
    database,
    files: verifyChunksTask.files,
    values: { run_id: String(runId) },
    lockMode: 'shared',
  });
  if (lastRows.length === 0) throw new LedgerEntryMissingError(`Run ${runId}`);
  const { as_of, not_done, ...counts } = verification.parse(lastRows[0]);
  const count = counts.chunks_total - counts.chunks_done;
  if (count > 0) throw new ChunksNotDoneError(runId, { count, ids: not_done });
  if (settings.resetsInProgressFlag) {
    const finish = { settings, database, files: finishRunFiles, values: { as_of } };
    await runTaskFiles(context, { ...finish, lockMode: 'shared' });
  }
  return counts;
}
