import type { HistoryEvent } from '@pipelines/asl';
import { outcomeOf } from './execution-outcome.ts';
import type { FoundChild } from './map-runs.ts';
import { redrivesOf } from './redrives.ts';
import type { ExecutionRecord } from './registry.ts';

/** A child of a Map Run as an execution. */
export function childRecord(found: FoundChild): ExecutionRecord {
  return 'running' in found ? runningRecord(found) : endedRecord(found);
}

/** The events of a child; none when it is one of very many that succeeded. */
export function childHistory(found: FoundChild): readonly HistoryEvent[] {
  return 'running' in found ? found.running.history() : (found.ended.history ?? []);
}

function runningRecord({
  running,
  itemCount,
  mapRunArn,
}: Extract<FoundChild, { readonly running: unknown }>): ExecutionRecord {
  const { arn, name, startMs } = running;
  const history = running.history();
  return {
    arn,
    name,
    machineArn: machineArnOf(arn),
    mapRunArn,
    itemCount,
    startMs,
    inputText: history[0]?.executionStartedEventDetails?.input ?? '{}',
    eventCount: history.length,
    redrives: redrivesOf(history),
    ...outcomeOf(history.at(-1)),
  };
}

function endedRecord({
  ended,
  mapRunArn,
}: Extract<FoundChild, { readonly ended: unknown }>): ExecutionRecord {
  const { arn, name, machineArn, itemCount, inputText, redrives, result, history = [] } = ended;
  const { output: outputText, ...outcome } = result;
  return {
    ...{ arn, name, machineArn, mapRunArn, itemCount, inputText, redrives },
    eventCount: history.length,
    ...outcome,
    ...(outputText !== undefined && { outputText }),
  };
}

/** `…:execution:machine/label:name` runs `…:stateMachine:machine/label`. */
function machineArnOf(executionArn: string): string {
  return executionArn
    .replace(/:(execution|express):/, ':stateMachine:')
    .split(':')
    .slice(0, 7)
    .join(':');
}
