/** `2025-01-20 14:30:00` in UTC: the form of a time in the report and in the log file. */
export function formatTime(timestampMs: number): string {
  return new Date(timestampMs).toISOString().slice(0, 19).replace('T', ' ');
}
