/**
 * The X-Ray trace of the running invocation, as Powertools logs it.
 *
 * @param environment - the live `process.env`: Lambda changes `_X_AMZN_TRACE_ID` for each invocation
 * @returns `1-5759e988-bd862e3fe1be46a994272793`, or undefined when there is none
 */
export function xrayTraceId(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return /\bRoot=([\w-]+)/.exec(environment['_X_AMZN_TRACE_ID'] ?? '')?.[1];
}
