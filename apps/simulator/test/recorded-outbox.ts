import type { Outbox, OutboxMessage } from '../src/services/outbox.ts';

/** An outbox that keeps what it is given. */
export function recordedOutbox(): Outbox & {
  readonly messages: readonly OutboxMessage[];
  /** Of the states that wait. */
  readonly tokens: readonly string[];
} {
  const messages: OutboxMessage[] = [];
  const tokens: string[] = [];
  return {
    messages,
    tokens,
    add(message, { taskToken }) {
      messages.push(message);
      if (taskToken !== undefined) tokens.push(taskToken);
    },
  };
}
