import type { EngineEvent, MapRunCall } from '@pipelines/asl';
import type { Clock } from '@pipelines/core';
import type { Execution, StartOptions } from '../execution.ts';
import type { World } from '../run-execution.ts';
import { TaskCancelledError } from '../task-calls.ts';
import { createCounts, type Counts } from './counts.ts';
import type { MapRun, MapRunLimits } from './map-run.ts';
import { runMap } from './run-map.ts';

/** The Map Runs of one execution. */
export interface MapRuns {
  run(call: MapRunCall): void;
  cancel(mapRunId: string): void;
  cancelAll(): void;
  list(): readonly MapRun[];
}

interface MapRunsOptions {
  readonly parent: StartOptions;
  readonly world: World;
  /** Starts a child as any other execution. */
  start(options: StartOptions): Execution;
  receive(event: EngineEvent): void;
}

/** Run distributed Maps and report how they end. */
export function createMapRuns(options: MapRunsOptions): MapRuns {
  const { clock } = options.world;
  const controllers = new Map<string, AbortController>();
  const runs: MapRun[] = [];

  const cancel = (mapRunId: string): void => {
    controllers.get(mapRunId)?.abort(new TaskCancelledError('The Map Run is no longer needed'));
    controllers.delete(mapRunId);
  };
  return {
    run(call) {
      const controller = new AbortController();
      const { signal } = controller;
      controllers.set(call.mapRunId, controller);
      const run = describeRun(call, options, signal);
      runs.push(run.shown);
      const startChild = (inputText: string): Execution =>
        options.start(childOptions(call, options, inputText));
      const { counts, limits, onUpdate } = run;
      const around = { ...options, counts, limits, onUpdate, signal, startChild };
      void runMap(call, around).then((end) => {
        run.finish('output' in end ? 'SUCCEEDED' : 'FAILED');
        controllers.delete(call.mapRunId);
        const { mapRunId } = call;
        if (!signal.aborted) {
          options.receive({ type: 'mapRunEnded', mapRunId, end, nowMs: clock.now() });
        }
      });
    },
    cancel,
    cancelAll() {
      for (const mapRunId of [...controllers.keys()]) cancel(mapRunId);
    },
    list: () => runs,
  };
}

/** A run with what its owner needs to keep it up to date. */
interface KeptRun {
  readonly shown: MapRun;
  readonly counts: Counts;
  readonly limits: () => MapRunLimits;
  /** Be told of new limits. */
  readonly onUpdate: (listener: () => void) => void;
  finish(status: 'SUCCEEDED' | 'FAILED'): void;
}

function describeRun(
  call: MapRunCall,
  { parent, world }: MapRunsOptions,
  signal: AbortSignal,
): KeptRun {
  const counts = createCounts();
  const life = createLife(world.clock, signal);
  let limits: MapRunLimits = { maxConcurrency: call.maxConcurrency, tolerance: call.tolerance };
  let notify = (): void => undefined;
  const shown: MapRun = {
    arn: call.mapRunArn,
    executionArn: parent.executionArn,
    label: call.label,
    stateName: call.stateName,
    get maxConcurrency() {
      return limits.maxConcurrency;
    },
    get tolerance() {
      return limits.tolerance;
    },
    startMs: world.clock.now(),
    facts: () => ({
      ...life.facts(),
      itemCounts: counts.items(),
      executionCounts: counts.executions(),
    }),
    update(change) {
      limits = { ...limits, ...change };
      notify();
    },
  };
  return {
    shown,
    counts,
    limits: () => limits,
    onUpdate: (listener) => {
      notify = listener;
    },
    finish: life.finish,
  };
}

type RunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** How a run stands; its first end counts. */
function createLife(
  clock: Clock,
  signal: AbortSignal,
): {
  readonly finish: (how: RunStatus) => void;
  readonly facts: () => { readonly status: RunStatus; readonly stopMs: number | undefined };
} {
  let status: RunStatus = 'RUNNING';
  let stopMs: number | undefined;
  const finish = (how: RunStatus): void => {
    if (stopMs !== undefined) return;
    status = how;
    stopMs = clock.now();
  };
  signal.addEventListener('abort', () => finish('ABORTED'), { once: true });
  return { finish, facts: () => ({ status, stopMs }) };
}

/** A child is an execution of `machine/label`, with a name of its own. */
function childOptions(
  call: MapRunCall,
  { parent, world }: MapRunsOptions,
  inputText: string,
): StartOptions {
  const { processor, label } = call;
  const type = processor.executionType ?? 'STANDARD';
  const name = world.host.uuid();
  const arn = `${parent.machine.arn}/${label}`;
  const kind = type === 'EXPRESS' ? ':express:' : ':execution:';
  const executionArn = `${arn.replace(':stateMachine:', kind)}:${name}`;
  const definition = {
    ...processor,
    comment: undefined,
    version: undefined,
    timeoutSeconds: undefined,
  };
  return {
    machine: { ...parent.machine, arn, type, definition },
    executionArn,
    name,
    inputText,
  };
}
