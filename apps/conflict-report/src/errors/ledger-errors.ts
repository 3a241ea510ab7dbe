import { PipelineError } from '@pipelines/core';

/** The ledger has no such run or chunk, or a newer run has taken its place. */
export class LedgerEntryMissingError extends PipelineError {
  static {
    LedgerEntryMissingError.prototype.name = 'LedgerEntryMissingError';
  }

  /** @param entry - `Run 12` or `Chunk 3 of run 12` */
  constructor(entry: string) {
    super(`${entry} is not in the ledger, or its run is over; begin with task_02_prepare`);
  }
}

/** Some chunks of a run have failed, or never ran. */
export class ChunksNotDoneError extends PipelineError {
  static {
    ChunksNotDoneError.prototype.name = 'ChunksNotDoneError';
  }

  readonly chunkCount: number;

  /** @param chunks - how many, and which: `3, 7` */
  constructor(runId: number, { count, ids }: { readonly count: number; readonly ids: string }) {
    super(
      `Run ${runId}: not done are chunks ${ids}. etl_chunk_state says why; ` +
        'start again with the same as_of to run these alone.',
    );
    this.chunkCount = count;
  }
}
