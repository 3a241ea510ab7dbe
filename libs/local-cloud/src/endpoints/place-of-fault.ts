/**
 * Name of an error and the first line of its stack, for the log of an endpoint.
 *
 * Not the message: it may hold what a request brought.
 */
export function placeOfFault(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  const place = thrown.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return [thrown.name, code, place?.trim()].filter(Boolean).join(' ');
}
