import * as z from 'zod';
import { sqlTaskActions, sqlTasks } from './sql-tasks.ts';

const sqlTaskNames = sqlTaskActions.map((action) => sqlTasks[action].name);
const rowsFields = ['affected_rows', 'inserted_rows', 'updated_rows'] as const;

const utcTimestamp = z.iso.datetime();
const rowCount = z.int().nonnegative();
const seconds = z.number().nonnegative();

/** Rows by name, for the reader on call: `{ reminders_inserted: 4, temp_rows: 84 }`. */
const rowDetails = z.record(z.string(), rowCount);

/** Body of a `validate_config` that found nothing wrong. Never holds a password. */
export const validateConfigResult = z.strictObject({
  status: z.literal('success'),
  message: z.string(),
  action: z.literal('validate_config'),
  config: z.strictObject({
    host: z.string(),
    port: z.int(),
    database: z.string(),
    user: z.string(),
  }),
});

/** Body of a connection test that reached the database; `database` and `user` are the server's words. */
export const connectionTestResult = z.strictObject({
  status: z.literal('success'),
  message: z.string(),
  action: z.enum(['test_connection', 'test_connections', 'test_postgres']),
  details: z.strictObject({
    host: z.string(),
    port: z.int(),
    database: z.string(),
    user: z.string(),
    version: z.string().max(100),
  }),
});

const taskTimes = {
  start_time: utcTimestamp,
  end_time: utcTimestamp,
  duration_seconds: seconds,
};

/**
 * Body of a SQL task that committed. Its rows are `affected_rows` (TASK_01: rows copied to the work
 * table), `updated_rows` or `inserted_rows`, as the table of tasks says.
 */
export const sqlTaskResult = z
  .strictObject({
    status: z.literal('success'),
    task: z.enum(sqlTaskNames),
    ...taskTimes,
    result: z.strictObject({
      status: z.literal('success'),
      affected_rows: rowCount.optional(),
      inserted_rows: rowCount.optional(),
      updated_rows: rowCount.optional(),
      duration_seconds: seconds,
      details: rowDetails.optional(),
    }),
  })
  .refine(
    ({ task, result }) => {
      const own = Object.values(sqlTasks).find(({ name }) => name === task)?.rowsField;
      return rowsFields.every((field) => (result[field] !== undefined) === (field === own));
    },
    { error: 'must count its rows under the name of its task, and no other' },
  );

/** A part of TASK_02: visit dates, and of a large date one of its buckets of hashed SSNs. */
export const dateChunk = z.strictObject({
  chunk_id: z.int().positive(),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  bucket: rowCount,
  buckets: z.int().positive(),
  estimated_rows: rowCount,
});

/** Body of a `task_02_prepare`: the run, and those of its chunks that are not done. */
export const prepareChunksResult = z.strictObject({
  status: z.literal('success'),
  task: z.literal('TASK_02_PREPARE'),
  run_id: z.int().positive(),
  marked_rows: rowCount,
  total_rows: rowCount,
  num_chunks: rowCount,
  date_chunks: z.array(dateChunk),
  duration_seconds: seconds,
});

/** Body of a `task_02_chunk` that committed; `chunk_id` is missing where only dates were given. */
export const chunkResult = z.strictObject({
  status: z.literal('success'),
  task: z.literal('TASK_02_CHUNK'),
  chunk_id: z.int().positive().optional(),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  updated_rows: rowCount,
  duration_seconds: seconds,
});

/** Body of a `task_02_verify` that found every chunk done. */
export const verifyChunksResult = z.strictObject({
  status: z.literal('success'),
  task: z.literal('TASK_02_VERIFY'),
  chunks_total: rowCount,
  chunks_done: rowCount,
  updated_rows: rowCount,
  rows_left_marked: rowCount,
  duration_seconds: seconds,
});

/**
 * Body of a task that ran and failed; everything it did is rolled back.
 *
 * `error_type` is there when another run held the lock: a caller may wait for that run instead.
 */
export const taskFailure = z.strictObject({
  status: z.literal('failed'),
  task: z.enum([...sqlTaskNames, 'TASK_02_PREPARE', 'TASK_02_CHUNK', 'TASK_02_VERIFY']),
  ...taskTimes,
  error: z.string(),
  error_type: z.literal('TaskAlreadyRunningError').optional(),
});

/** Body of everything else that went wrong: wrong event, wrong settings, no database. */
export const actionError = z.strictObject({
  status: z.literal('error'),
  error: z.string(),
  action: z.string().optional(),
  message: z.string().optional(),
  error_type: z.string().optional(),
});

export type ValidateConfigResult = z.output<typeof validateConfigResult>;
export type ConnectionTestResult = z.output<typeof connectionTestResult>;
export type SqlTaskResult = z.output<typeof sqlTaskResult>;
export type DateChunk = z.output<typeof dateChunk>;
export type PrepareChunksResult = z.output<typeof prepareChunksResult>;
export type ChunkResult = z.output<typeof chunkResult>;
export type VerifyChunksResult = z.output<typeof verifyChunksResult>;
export type TaskFailureBody = z.output<typeof taskFailure>;
export type ActionErrorBody = z.output<typeof actionError>;
