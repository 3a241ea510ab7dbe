import type { Execution, MapRun } from '@pipelines/asl-runtime';

/** Executions whose Map Runs can still be asked for after their end. */
const MOST_EXECUTIONS = 1_000;

/** Map Runs of the executions of this process. */
export interface MapRunMemory {
  add(execution: Execution): void;
  ofExecution(executionArn: string): readonly MapRun[];
  find(arn: string): MapRun | undefined;
}

/** Remembers executions that had a Map Run; the oldest are forgotten. Nothing is written down. */
export function createMapRunMemory(): MapRunMemory {
  const executions = new Map<string, Execution>();
  return {
    add(execution) {
      executions.set(execution.arn, execution);
      void execution.done.then(() => {
        if (execution.mapRuns().length === 0) executions.delete(execution.arn);
      });
      const [oldest = ''] = executions.keys();
      if (executions.size > MOST_EXECUTIONS) executions.delete(oldest);
    },
    ofExecution: (executionArn) => executions.get(executionArn)?.mapRuns() ?? [],
    find(arn) {
      for (const execution of executions.values()) {
        const found = execution.mapRuns().find((run) => run.arn === arn);
        if (found) return found;
      }
      return undefined;
    },
  };
}
