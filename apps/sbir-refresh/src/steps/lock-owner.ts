/**
 * Who an event's work on a graph is for: the execution that it belongs to, so that a call which
 * continues another one of the same execution finds its lock.
 *
 * @param otherwise - names the work that belongs to none
 */
export function lockOwnerOf(
  event: {
    readonly execution_arn?: string | undefined;
    readonly execution_name?: string | undefined;
  },
  otherwise: string,
): string {
  return event.execution_arn ?? event.execution_name ?? otherwise;
}
