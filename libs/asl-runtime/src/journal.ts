import type { HistoryEvent } from '@pipelines/asl';

/** The history of one execution and who listens to it. */
export interface Journal {
  readonly events: readonly HistoryEvent[];
  append(event: HistoryEvent): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (event: HistoryEvent) => void): () => void;
}

/**
 * A history that begins with what was before, or empty.
 *
 * A listener that throws does not disturb the execution: its error surfaces as an uncaught one.
 */
export function createJournal(past: readonly HistoryEvent[] = []): Journal {
  const events: HistoryEvent[] = [...past];
  const listeners = new Set<(event: HistoryEvent) => void>();
  return {
    events,
    append(event) {
      events.push(event);
      for (const listener of listeners) notify(listener, event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function notify(listener: (event: HistoryEvent) => void, event: HistoryEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
