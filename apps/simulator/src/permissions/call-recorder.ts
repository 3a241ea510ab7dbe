import type { AwsCall } from '@pipelines/local-cloud';
import { ANSWERS_PREFIX } from '@pipelines/workflows';
import { appendLines } from '../executions/json-lines-file.ts';
import {
  functionOfToken,
  readRecordedCalls,
  recordedCallsFile,
  type RecordedCall,
} from './recorded-calls.ts';

/** Keys carry dates: a folder that is run every night must not grow without end. */
const MOST_CALLS = 20_000;

/**
 * Write down which permissions the functions of a data folder need, each of them once.
 *
 * Calls of anyone else, the simulator's own commands among them, are left out, and so is what a
 * container leaves for its machine: the function in it needs no right for that. Nothing of a request
 * but its action and resource is kept.
 *
 * @returns what the endpoints are to tell their calls
 */
export function createCallRecorder(dataDir: string): (call: AwsCall) => void {
  let known: Set<string> | undefined;
  return ({ caller, action, resource }) => {
    const functionName = functionOfToken(caller);
    if (functionName === undefined || resource.includes(`/${ANSWERS_PREFIX}`)) return;
    known ??= new Set(readRecordedCalls(dataDir).map(keyOf));
    const call = { functionName, action, resource };
    const key = keyOf(call);
    if (known.has(key) || known.size >= MOST_CALLS) return;
    known.add(key);
    appendLines(recordedCallsFile(dataDir), [call]);
  };
}

function keyOf({ functionName, action, resource }: RecordedCall): string {
  return `${functionName} ${action} ${resource}`;
}
