import type { HistoryEvent } from '@pipelines/asl-runtime';
import { isJsonObject } from '@pipelines/core';

/**
 * Tell the progress of a run, a line per step and per failed attempt: `DownloadCSV 2.1 s`.
 *
 * @param write - takes one line
 */
export function createProgress(write: (line: string) => void): (event: HistoryEvent) => void {
  const enteredMs = new Map<string, number>();
  return (event) => {
    const entered = detailsOf(event, 'stateEnteredEventDetails', 'name');
    const exited = detailsOf(event, 'stateExitedEventDetails', 'name');
    const error = detailsOf(event, 'taskFailedEventDetails', 'error');
    if (entered !== undefined) enteredMs.set(entered, event.timestampMs);
    if (error !== undefined) {
      const cause = detailsOf(event, 'taskFailedEventDetails', 'cause') ?? '';
      write(`  attempt failed: ${error}: ${cause}`);
    }
    if (exited !== undefined && event.type === 'TaskStateExited') {
      const seconds = (event.timestampMs - (enteredMs.get(exited) ?? event.timestampMs)) / 1_000;
      write(`${exited} ${seconds.toFixed(1)} s`);
    }
  };
}

function detailsOf(event: HistoryEvent, details: string, name: string): string | undefined {
  const found: unknown = event[details as keyof HistoryEvent];
  const value = isJsonObject(found) ? found[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
