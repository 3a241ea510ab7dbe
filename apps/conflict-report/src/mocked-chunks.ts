import type { DateChunk } from '@pipelines/contracts';

/** Together the mocked count of TASK_02 in one piece. */
export const MOCKED_CHUNK_ROWS = 4_216;

const chunks: readonly DateChunk[] = [
  {
    chunk_id: 1,
    start_date: '2025-01-01',
    end_date: '2025-01-15',
    bucket: 0,
    buckets: 1,
    estimated_rows: 7_617,
  },
  {
    chunk_id: 2,
    start_date: '2025-01-16',
    end_date: '2025-01-31',
    bucket: 0,
    buckets: 1,
    estimated_rows: 7_617,
  },
];

/** The plan of a mocked run: two chunks. */
export const mockedPlan = {
  run_id: 1,
  marked_rows: 15_234,
  total_rows: 15_234,
  num_chunks: chunks.length,
  date_chunks: [...chunks],
};

/** What a mocked run has done when its chunks are done. */
export const mockedVerification = {
  chunks_total: chunks.length,
  chunks_done: chunks.length,
  updated_rows: chunks.length * MOCKED_CHUNK_ROWS,
  rows_left_marked: mockedPlan.marked_rows - chunks.length * MOCKED_CHUNK_ROWS,
};
