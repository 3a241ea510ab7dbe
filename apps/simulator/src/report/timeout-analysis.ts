/** Lambda's limit for one invocation, and the seed's limit for a safe total: 12 of 15 minutes. */
export const LAMBDA_LIMIT_SECONDS = 900;
export const SAFE_LIMIT_SECONDS = 720;

/** Where a duration lies against Lambda's 15 minutes. */
export interface TimeoutAnalysis {
  readonly zone: 'safe' | 'warning' | 'critical';
  readonly limitSeconds: number;
  /** Negative when the limit is exceeded. */
  readonly bufferSeconds: number;
  /** States that took more than 720 s alone: the limit holds for each invocation, not for the sum. */
  readonly slowStates: readonly { readonly name: string; readonly durationSeconds: number }[];
}

/**
 * Judge an execution's total and its states against Lambda's timeout of 900 s.
 *
 * Up to 720 s is safe, up to 900 s a warning, beyond that critical. A state over 720 s is named
 * whatever the total is. Source: conflict-report.md 3.1 and decision A4.
 */
export function analyzeTimeout(
  totalSeconds: number,
  states: readonly { readonly name: string; readonly durationSeconds: number }[],
): TimeoutAnalysis {
  return {
    zone: zoneOf(totalSeconds),
    limitSeconds: LAMBDA_LIMIT_SECONDS,
    bufferSeconds: LAMBDA_LIMIT_SECONDS - totalSeconds,
    slowStates: states.filter((state) => state.durationSeconds > SAFE_LIMIT_SECONDS),
  };
}

function zoneOf(seconds: number): TimeoutAnalysis['zone'] {
  if (seconds > LAMBDA_LIMIT_SECONDS) return 'critical';
  return seconds > SAFE_LIMIT_SECONDS ? 'warning' : 'safe';
}
