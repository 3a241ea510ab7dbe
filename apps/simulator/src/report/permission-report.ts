import type { FunctionPermissions } from '../permissions/compare-permissions.ts';

/** What a line says of one action on one resource. */
interface Entry {
  readonly action: string;
  readonly resource: string;
}

/** Longest action that is padded; a longer one moves its resource to the right. */
const ACTION_WIDTH = 32;

/** The calls of each function: `s3:GetObject  arn:aws:s3:::bucket/raw/awards/…`. */
export function callLines(functions: readonly FunctionPermissions[]): readonly string[] {
  if (functions.length === 0) return ['No function has called anything yet.'];
  return functions.flatMap(({ functionName, calls }) => [
    functionName,
    ...sorted(calls).map((call) => `  ${entryText(call)}`),
  ]);
}

/**
 * What each role lacks, and what it never used; one line for a role that has what it needs.
 *
 * The last line is the sum of both.
 */
export function comparisonLines(functions: readonly FunctionPermissions[]): readonly string[] {
  const lines = functions.flatMap((one) => {
    const { functionName, calls, missing, unused, isDeployed } = one;
    if (!isDeployed) return [`${functionName}: not in the assembly`];
    if (calls.length === 0 && unused.length > 0) return [`${functionName}: was not run here`];
    return [
      `${functionName}: ${calls.length} calls, ${missing.length} not allowed, ${unused.length} grants not used`,
      ...sorted(missing).map((call) => `  missing  ${entryText(call)}`),
      ...sorted(unused).map((grant) => `  unused   ${entryText(grant)}`),
    ];
  });
  const missing = functions.reduce((sum, one) => sum + one.missing.length, 0);
  const unused = functions.reduce((sum, one) => sum + one.unused.length, 0);
  return [...lines, '', `${missing} missing, ${unused} unused`];
}

function entryText({ action, resource }: Entry): string {
  return `${action.padEnd(ACTION_WIDTH)} ${resource}`;
}

function sorted<T extends Entry>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => {
    const [left, right] = [entryText(a), entryText(b)];
    return left < right ? -1 : Number(left > right);
  });
}
