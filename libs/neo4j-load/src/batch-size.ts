/** How many rows a transaction gets. */
export interface BatchSize {
  rows(): number;
  /** A transaction took that long; slow ones make the next smaller, quick ones larger. */
  took(milliseconds: number): void;
  /** A transaction was too large. @returns false when it cannot be made smaller */
  shrink(): boolean;
}

const SMALLEST = 50;
/** Far below the server's limit of 300 s, and below what hides a deadline of a Lambda. */
const SLOW_MS = 20_000;
const GROWTH = 1.5;

/**
 * A batch size that adapts: it starts at its upper bound, halves when a transaction is slow or
 * too large for the server's memory, and grows back.
 *
 * @param mostRows - NEO4J_BATCH_SIZE; never exceeded
 */
export function createBatchSize(mostRows: number): BatchSize {
  const smallest = Math.min(SMALLEST, mostRows);
  let rows = mostRows;
  const halve = (): void => {
    rows = Math.max(smallest, Math.floor(rows / 2));
  };
  return {
    rows: () => rows,
    took(milliseconds) {
      if (milliseconds > SLOW_MS) halve();
      else if (milliseconds < SLOW_MS / 2) rows = Math.min(mostRows, Math.ceil(rows * GROWTH));
    },
    shrink() {
      const isPossible = rows > smallest;
      halve();
      return isPossible;
    },
  };
}
