import * as z from 'zod';
import { type SqlTaskAction, sqlTaskActions } from './sql-tasks.ts';

/** Longest ISO timestamp with nanoseconds and an offset is 35 characters. */
const LONGEST_TIMESTAMP = 40;
/** `arn:aws:states:<region>:<account>:execution:<machine>:<name>`, with two names of 80 characters. */
const LONGEST_EXECUTION_ARN = 400;

/**
 * The moment that a run calls "now": an ISO 8601 timestamp with a zone.
 *
 * A local time without a zone is refused, because it would mean another date window on another
 * machine. Comes out in UTC with milliseconds, `2025-01-20T14:30:00.000Z`, which every engine reads.
 */
export const asOfTimestamp = z
  .string({ error: 'must be text: an ISO timestamp with a zone, such as 2025-01-20T14:30:00Z' })
  .max(LONGEST_TIMESTAMP, {
    error: `must have at most ${LONGEST_TIMESTAMP} characters`,
  })
  .pipe(
    z.iso.datetime({
      offset: true,
      error: 'must be an ISO timestamp with a zone, such as 2025-01-20T14:30:00Z',
    }),
  )
  .transform((text) => new Date(text).toISOString())
  .refine((text) => text >= '2000' && text < '2101', {
    error: 'must lie in the years 2000 to 2100',
  });

const commonFields = {
  use_mock: z
    .boolean({ error: 'must be true or false, without quotes' })
    .default(false)
    .describe('answer with fixed numbers and touch no database'),
  as_of: asOfTimestamp.optional(),
  execution_arn: z
    .string({ error: 'must be text: the ARN of the calling execution' })
    .max(LONGEST_EXECUTION_ARN, { error: `must have at most ${LONGEST_EXECUTION_ARN} characters` })
    .startsWith('arn:', { error: 'must be an ARN; leave it out when no state machine is calling' })
    .optional()
    .describe('present when a state machine is calling: failures are thrown, not returned'),
};

const validateConfigEvent = z.strictObject({
  action: z.literal('validate_config'),
  ...commonFields,
});

type PlainTaskAction = Exclude<SqlTaskAction, 'task_02'>;

const taskEvent = z.strictObject({
  action: z.enum(
    sqlTaskActions.filter((action): action is PlainTaskAction => action !== 'task_02'),
  ),
  ...commonFields,
});

const updateConflictsEvent = z.strictObject({
  action: z.literal('task_02'),
  ...commonFields,
  ends_run: z
    .boolean({ error: 'must be true or false, without quotes' })
    .default(true)
    .describe('false when more of the run follows: the settings table then stays "in progress"'),
});

/** The ledger's ids and counts are PostgreSQL's integers. */
const LARGEST_INTEGER = 2_147_483_647;
const positive = z.int({ error: 'must be a whole number' }).min(1, { error: 'must be at least 1' });
const ledgerNumber = positive.max(LARGEST_INTEGER, {
  error: `must be at most ${LARGEST_INTEGER}`,
});
const date = z.iso.date({ error: 'must be a date such as 2025-01-20' });

/** More dates than the window of a run has: two years back and 45 days ahead. */
const MAX_CHUNK_DAYS = 800;
const MAX_CHUNK_ROWS = 15_000;
const LARGEST_CHUNK_ROWS = 10_000_000;

const prepareChunksEvent = z.strictObject({
  action: z.enum(['task_02_prepare', 'get_task02_chunks']),
  ...commonFields,
  max_chunk_rows: positive
    .max(LARGEST_CHUNK_ROWS, { error: `must be at most ${LARGEST_CHUNK_ROWS}` })
    .default(MAX_CHUNK_ROWS),
  max_chunk_days: positive
    .max(MAX_CHUNK_DAYS, { error: `must be at most ${MAX_CHUNK_DAYS}` })
    .default(MAX_CHUNK_DAYS),
});

const chunkEvent = z
  .strictObject({
    action: z.enum(['task_02_chunk', 'process_task02_chunk']),
    ...commonFields,
    run_id: ledgerNumber.optional(),
    chunk_id: ledgerNumber.optional(),
    start_date: date.optional(),
    end_date: date.optional(),
    bucket: z.int({ error: 'must be a whole number' }).nonnegative().default(0),
    buckets: ledgerNumber.default(1),
  })
  .refine(
    ({ run_id, chunk_id, start_date, end_date }) =>
      run_id === undefined ? start_date && end_date : chunk_id,
    { error: 'needs run_id and chunk_id, or start_date and end_date' },
  )
  .refine(({ bucket, buckets }) => bucket < buckets, { error: 'bucket must be below buckets' })
  .refine(({ start_date = '', end_date = '9' }) => start_date <= end_date, {
    error: 'start_date must not be after end_date',
  });

const verifyChunksEvent = z.strictObject({
  action: z.literal('task_02_verify'),
  ...commonFields,
  run_id: ledgerNumber,
});

const testConnectionEvent = z.strictObject({
  action: z.enum(['test_connection', 'test_connections', 'test_postgres']),
  ...commonFields,
});

const validateTaskEvent = z.strictObject({
  action: z.enum(['validate_task_01', 'validate_task_02']),
  ...commonFields,
});

/** As long as the column that holds visit ids. */
const LONGEST_VISIT_ID = 50;
const visitId = z
  .string({ error: 'must be text: the id of a visit' })
  .min(1, { error: 'must not be empty' })
  .max(LONGEST_VISIT_ID, { error: `must have at most ${LONGEST_VISIT_ID} characters` });

const explainEvent = z.strictObject({
  action: z.literal('explain'),
  ...commonFields,
  visit_id: visitId,
  con_visit_id: visitId,
});

/**
 * Event of `etl-pipeline-function`, told apart by `action`.
 *
 * A field that it does not know is refused: a misspelt `use_mock` must not run on a real database.
 * Source: conflict-report.md 1.1 and 1.2.
 */
export const conflictReportEvent = z.discriminatedUnion('action', [
  validateConfigEvent,
  taskEvent,
  updateConflictsEvent,
  prepareChunksEvent,
  chunkEvent,
  verifyChunksEvent,
  testConnectionEvent,
  validateTaskEvent,
  explainEvent,
]);

export type ConflictReportEvent = z.output<typeof conflictReportEvent>;
export type ConflictReportAction = ConflictReportEvent['action'];
export type PrepareChunksEvent = z.output<typeof prepareChunksEvent>;
export type ChunkEvent = z.output<typeof chunkEvent>;
export type VerifyChunksEvent = z.output<typeof verifyChunksEvent>;
export type ExplainEvent = z.output<typeof explainEvent>;
export type SqlTaskEvent = z.output<typeof taskEvent> | z.output<typeof updateConflictsEvent>;

/** Every action, in the order in which an error message lists them. */
export const conflictReportActions: readonly ConflictReportAction[] = [
  'validate_config',
  ...sqlTaskActions,
  'task_02_prepare',
  'get_task02_chunks',
  'task_02_chunk',
  'process_task02_chunk',
  'task_02_verify',
  'test_connection',
  'test_connections',
  'test_postgres',
  'validate_task_01',
  'validate_task_02',
  'explain',
];
