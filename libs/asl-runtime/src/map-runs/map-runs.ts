import type { EngineEvent, MapRunCall } from '@pipelines/asl';
import type { Clock } from '@pipelines/core';
import type { Execution, RedriveOptions, StartOptions } from '../execution.ts';
import type { World } from '../run-execution.ts';
import { TaskCancelledError } from '../task-calls.ts';
import type { MapRunChild } from './child-record.ts';
import { createCounts, type Counts } from './counts.ts';
import type { MapRun, MapRunChange, MapRunLimits, PriorMapRun } from './map-run.ts';
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
  readonly start: (options: StartOptions) => Execution;
  readonly redrive: (options: RedriveOptions) => Execution;
  /** What a run that is redriven had come to. */
  readonly prior: (arn: string) => PriorMapRun | undefined;
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
      const prior = call.redriveCount > 0 ? options.prior(call.mapRunArn) : undefined;
      const run = describeRun(call, { ...options, prior, signal });
      runs.push(run.shown);
      const startChild = (inputText: string, before?: MapRunChild): Execution =>
        startOrRedrive(options, childOptions(call, options, inputText), before);
      const { counts, limits, notify, onUpdate } = run;
      const around = { ...options, counts, limits, notify, onUpdate, prior, signal, startChild };
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
  /** Tell who listens. */
  readonly notify: (change: MapRunChange) => void;
  readonly shown: MapRun;
  readonly counts: Counts;
  readonly limits: () => MapRunLimits;
  /** Be told of new limits. */
  readonly onUpdate: (listener: () => void) => void;
  finish(status: 'SUCCEEDED' | 'FAILED'): void;
}

interface RunSurroundings extends Pick<MapRunsOptions, 'parent' | 'world'> {
  readonly prior: PriorMapRun | undefined;
  readonly signal: AbortSignal;
}

function describeRun(call: MapRunCall, around: RunSurroundings): KeptRun {
  const { parent, world, prior, signal } = around;
  const nowMs = world.clock.now();
  const counts = createCounts();
  const listeners: ((change: MapRunChange) => void)[] = [];
  const notify = (change: MapRunChange): void => {
    for (const listener of listeners) listener(change);
  };
  const life = createLife({ clock: world.clock, signal, onEnd: () => notify({ type: 'ended' }) });
  const { maxConcurrency, tolerance } = call;
  let limits: MapRunLimits = prior?.limits ?? { maxConcurrency, tolerance };
  let applyLimits = (): void => undefined;
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
    startMs: prior?.startMs ?? nowMs,
    redriveCount: call.redriveCount,
    redriveMs: call.redriveCount > 0 ? nowMs : undefined,
    facts: () => ({
      ...life.facts(),
      itemCounts: counts.items(),
      executionCounts: counts.executions(),
    }),
    update(change) {
      limits = { ...limits, ...change };
      applyLimits();
    },
    subscribe: (listener) => listeners.push(listener),
  };
  return {
    notify,
    shown,
    counts,
    limits: () => limits,
    onUpdate: (listener) => {
      applyLimits = listener;
    },
    finish: life.finish,
  };
}

type RunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** How a run stands; its first end counts. */
function createLife({
  clock,
  signal,
  onEnd,
}: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onEnd: () => void;
}): {
  readonly finish: (how: RunStatus) => void;
  readonly facts: () => { readonly status: RunStatus; readonly stopMs: number | undefined };
} {
  let status: RunStatus = 'RUNNING';
  let stopMs: number | undefined;
  const finish = (how: RunStatus): void => {
    if (stopMs !== undefined) return;
    status = how;
    stopMs = clock.now();
    onEnd();
  };
  signal.addEventListener('abort', () => finish('ABORTED'), { once: true });
  return { finish, facts: () => ({ status, stopMs }) };
}

/** A child that had not succeeded goes on where its history is known; else it starts anew. */
function startOrRedrive(
  { redrive, start }: MapRunsOptions,
  child: StartOptions,
  before: MapRunChild | undefined,
): Execution {
  const { arn: executionArn, history, name } = before ?? {};
  const canGoOn = child.machine.type === 'STANDARD' && history && history.length > 0;
  if (!canGoOn || executionArn === undefined || name === undefined) return start(child);
  return redrive({ ...child, executionArn, name, history });
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
