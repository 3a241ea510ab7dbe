import type { TaskFailureBody } from '@pipelines/contracts';
import {
  ChunkProcessingError,
  ChunkVerificationError,
  GetChunksError,
  type TaskFailedError,
} from './errors/task-errors.ts';
import { finishRunFile, judgeFile, TASKS_FOLDER } from './tasks.ts';

/** What a failure of a task is called, in its body and as an error. */
export interface NamedTask {
  readonly name: TaskFailureBody['task'];
  readonly ExecutionError: typeof TaskFailedError;
}

/** A part of TASK_02 in chunks: its files are one transaction. */
export interface ChunkTask extends NamedTask {
  readonly files: readonly string[];
}

export const prepareChunksTask: ChunkTask = {
  name: 'TASK_02_PREPARE',
  files: [`${TASKS_FOLDER}/task_02_prepare.sql`],
  ExecutionError: GetChunksError,
};

/** The chunk's pairs, then the rules of TASK_02 on them, then the ledger. */
export const chunkTask: ChunkTask = {
  name: 'TASK_02_CHUNK',
  files: [
    `${TASKS_FOLDER}/task_02_chunk.sql`,
    judgeFile,
    `${TASKS_FOLDER}/task_02_finish_chunk.sql`,
  ],
  ExecutionError: ChunkProcessingError,
};

export const verifyChunksTask: ChunkTask = {
  name: 'TASK_02_VERIFY',
  files: [`${TASKS_FOLDER}/task_02_verify.sql`],
  ExecutionError: ChunkVerificationError,
};

/** Tells the dates of a chunk that is named by its ids. */
export const findChunkFiles: readonly string[] = [`${TASKS_FOLDER}/task_02_find_chunk.sql`];

/** Tells the ledger why a chunk failed. */
export const failChunkFile = `${TASKS_FOLDER}/task_02_fail_chunk.sql`;

/** Sets the run idle after its last chunk. */
export const finishRunFiles: readonly string[] = [finishRunFile];

/** All that closing a run may run, in this order. */
export const closeRunFiles: readonly string[] = [...verifyChunksTask.files, ...finishRunFiles];
