/**
 * Name of an error and the first line of its stack, for the log of an endpoint.
 *
 * Not the message: it may hold what a request brought.
 */
export function placeOfFault(thrown: unknown): string {
  const { name, code, stack } = (thrown ?? {}) as Partial<NodeJS.ErrnoException>;
  const place = stack?.split('\n').find((line) => /^\s+at /.test(line));
  return [name ?? typeof thrown, code, place?.trim()].filter(Boolean).join(' ');
}
