import type { HistoryEvent } from '@pipelines/asl';
import type { Execution, ExecutionResult } from '@pipelines/asl-runtime';
import { messageOf } from '@pipelines/core';
import { outcomeOf } from './execution-outcome.ts';
import type { Redrive } from './redrives.ts';
import type { ExecutionOrigin } from './registry.ts';

/** What is known of an execution besides itself. */
interface ExecutionFacts {
  readonly inputText: string;
  readonly origin: ExecutionOrigin;
  readonly redrives: readonly Redrive[];
}

export interface RunningExecution extends ExecutionFacts {
  readonly execution: Execution;
}

export interface RunningExecutions {
  /** Follow an execution that has just started, or goes on: its events are written as they come. */
  add(execution: Execution, facts: ExecutionFacts): void;
  /** An execution that has not ended, or whose end could not be written. */
  get(arn: string): RunningExecution | undefined;
  /** Those of a machine. */
  ofMachine(machineArn: string): readonly Execution[];
  /** Stop all and wait until each has ended and is written. */
  stopAll(cause: string): Promise<void>;
}

/**
 * The executions that this process runs, and what of their histories is not written yet.
 *
 * Events of one turn of the event loop are written together; the last event of an execution is
 * written at once, and the execution is then forgotten here. When writing fails, the execution
 * stays in memory, complete.
 *
 * @param write - appends events to an execution's file; undefined for EXPRESS ones
 * @param onProblem - told once for each execution that cannot be written
 */
export function createRunningExecutions(
  write: (arn: string, events: readonly HistoryEvent[]) => void,
  onProblem: (line: string) => void,
): RunningExecutions {
  const running = new Map<string, RunningExecution>();
  const unwritten = new Map<string, HistoryEvent[]>();
  const broken = new Set<string>();
  let isFlushDue = false;

  const flush = (arn: string): void => {
    const events = unwritten.get(arn);
    unwritten.delete(arn);
    if (!events || broken.has(arn)) return;
    try {
      write(arn, events);
    } catch (error) {
      broken.add(arn);
      onProblem(`The history of ${arn} cannot be written: ${messageOf(error)}`);
    }
  };
  const flushSoon = (): void => {
    if (isFlushDue) return;
    isFlushDue = true;
    setImmediate(() => {
      isFlushDue = false;
      for (const arn of [...unwritten.keys()]) flush(arn);
    });
  };
  return {
    add(execution, facts) {
      const { arn } = execution;
      running.set(arn, { ...facts, execution });
      execution.subscribe((event) => {
        const events = unwritten.get(arn);
        if (events) events.push(event);
        else unwritten.set(arn, [event]);
        if (outcomeOf(event).status === 'RUNNING') return flushSoon();
        flush(arn);
        if (!broken.has(arn)) running.delete(arn);
      });
    },
    get: (arn) => running.get(arn),
    ofMachine: (machineArn) =>
      [...running.values()]
        .filter(({ origin }) => origin.machineArn === machineArn)
        .map(({ execution }) => execution),
    async stopAll(cause) {
      const all = [...running.values()];
      await Promise.all(all.map(({ execution }) => stopExecution(execution, { cause })));
    },
  };
}

/** Stop an execution and wait for its end. */
export async function stopExecution(
  execution: Execution,
  why: { readonly error?: string | undefined; readonly cause?: string | undefined },
): Promise<ExecutionResult> {
  execution.stop(why.error, why.cause);
  return execution.done;
}
