const DAY_MS = 86_400_000;

/** Whole days since 1970-01-01, of the UTC date of an instant. */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / DAY_MS);
}

/** `2025-01-20` */
export function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** `2025-01-20 14:30:00`: a timestamp without a zone, in UTC. Minutes may pass midnight. */
export function timestampText(day: number, minutes: number): string {
  const text = new Date(day * DAY_MS + minutes * 60_000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** `2025-01-20 14:30:00+00`: an instant, as PostgreSQL prints it in UTC. */
export function instantText(day: number, minutes: number): string {
  return `${timestampText(day, minutes)}+00`;
}
