/** What Lambda keeps for closing down and answering: 60 s of its 900, 2 s of 30. */
const RESERVED_SHARE = 1 / 15;

/**
 * How long a task may still work: the configured limit, or what Lambda leaves, whichever is less.
 *
 * With the defaults that is 840 s at the start of an invocation. Ending on our own says why; being
 * killed at 900 s does not. conflict-report.md, decision 5.
 *
 * @returns whole milliseconds, at least 1: PostgreSQL reads 0 as no limit
 */
export function statementDeadlineMs(limitMs: number, remainingMs: number): number {
  const availableMs = Math.floor(remainingMs * (1 - RESERVED_SHARE));
  return Math.max(1, Math.min(limitMs, availableMs));
}
