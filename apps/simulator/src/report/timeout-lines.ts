import type { Icons } from './icons.ts';
import type { TimeoutAnalysis } from './timeout-analysis.ts';

/** The lines under "Lambda Timeout Analysis:": the verdict on the total, then each slow state. */
export function timeoutLines(analysis: TimeoutAnalysis, icons: Icons): readonly string[] {
  const slowStates = analysis.slowStates.map(
    ({ name, durationSeconds }) =>
      `${icons.warning} ${name} alone took ${durationSeconds.toFixed(0)}s: ` +
      'the limit applies to each invocation',
  );
  return [...zoneLines(analysis, icons), ...slowStates];
}

function zoneLines({ zone, bufferSeconds }: TimeoutAnalysis, icons: Icons): readonly string[] {
  const seconds = Math.abs(bufferSeconds);
  const amount = `${seconds.toFixed(0)}s (${(seconds / 60).toFixed(1)} min)`;
  switch (zone) {
    case 'safe':
      return [
        `${icons.safe} Duration is safely within Lambda 15-minute timeout`,
        `   Buffer remaining: ${amount}`,
      ];
    case 'warning':
      return [
        `${icons.warning} Duration is close to Lambda 15-minute timeout`,
        '   Recommendation: consider chunking Task 02',
        `   Buffer remaining: ${amount}`,
      ];
    case 'critical':
      return [
        `${icons.critical} Duration exceeds Lambda 15-minute timeout`,
        '   Action required: implement chunking for Task 02',
        `   Exceeded by: ${amount}`,
      ];
  }
}
