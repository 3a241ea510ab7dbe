import type { MapRunRecord } from './map-runs.ts';
import { recordOf, type RegistryWorld } from './registry-world.ts';

/** All events: a history has at most 25 000. */
const WHOLE = { from: 0, count: Infinity, isReversed: false };

/** A Map Run by its ARN. One whose process died is ABORTED with its execution. */
export function mapRunOf(world: RegistryWorld, arn: string): MapRunRecord | undefined {
  const run = world.mapRuns.find(arn);
  if (run?.status !== 'RUNNING') return run;
  const parent = recordOf(world, run.executionArn);
  if (parent?.status === 'RUNNING') return run;
  return { ...run, status: 'ABORTED', stopMs: parent?.stopMs ?? run.startMs };
}

/** The Map Runs of an execution, in the order in which they began; its history names them. */
export function mapRunsOf(world: RegistryWorld, executionArn: string): readonly MapRunRecord[] {
  const live = world.running.get(executionArn)?.execution.history();
  const events = live ?? world.store.readHistory(executionArn, WHOLE)?.events ?? [];
  return events.flatMap(({ mapRunStartedEventDetails: started }) =>
    started ? (mapRunOf(world, started.mapRunArn) ?? []) : [],
  );
}
