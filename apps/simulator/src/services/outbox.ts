import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TaskRequest } from '@pipelines/asl-runtime';
import type { Clock, Json, JsonObject } from '@pipelines/core';
import { appendLines, readCompleteLines } from '../executions/json-lines-file.ts';

/** The limit of SNS and SQS, in bytes of UTF-8. */
export const LONGEST_MESSAGE_BYTES = 262_144;

/** A message that a state sent. */
export interface OutboxMessage {
  readonly service: 'sns' | 'sqs';
  /** ARN of the topic, or URL of the queue. */
  readonly target: string;
  readonly messageId: string;
  readonly body: string;
  readonly subject?: string;
  readonly groupId?: string;
  readonly attributes?: Json;
}

/** Where messages go that AWS would deliver. */
export interface Outbox {
  /** Write a message down; it is on the disk when this returns. */
  add(message: OutboxMessage, request: TaskRequest): void;
}

/** `<data-dir>/outbox.jsonl` */
function outboxFile(dataDir: string): string {
  return path.join(dataDir, 'outbox.jsonl');
}

/**
 * The outbox of a data folder: a file of one JSON object a line, readable by its user only, to which
 * every process adds and which none empties.
 *
 * A message of a state that waits for its token has the token beside it, for SendTaskSuccess.
 */
export function createOutbox(dataDir: string, clock: Clock): Outbox {
  return {
    add({ service, target, messageId, ...content }, request) {
      const { executionArn, stateName, taskToken } = request;
      const time = new Date(clock.now()).toISOString();
      mkdirSync(dataDir, { recursive: true, mode: 0o700 });
      appendLines(outboxFile(dataDir), [
        { time, service, target, messageId, executionArn, stateName, taskToken, ...content },
      ]);
    },
  };
}

/** Every message of a data folder, oldest first. A line that a crash tore off is left out. */
export function readOutbox(dataDir: string): readonly JsonObject[] {
  const file = outboxFile(dataDir);
  if (!existsSync(file)) return [];
  return readCompleteLines(file).map((line) => JSON.parse(line) as JsonObject);
}
