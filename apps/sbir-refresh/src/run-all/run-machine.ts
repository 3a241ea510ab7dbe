import {
  createEngine,
  type Execution,
  type HistoryEvent,
  TaskFailure,
} from '@pipelines/asl-runtime';
import { type Clock, isJsonObject, type Json, type JsonObject, messageOf } from '@pipelines/core';
import type { Invocation } from '@pipelines/lambda-kit';
import { QualityGateError, qualityGates } from '../errors/quality-gate-error.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import { TaskTimeoutError } from '../errors/task-timeout-error.ts';
import { weeklyMachine } from './weekly-machine.ts';
import type { WeeklySteps } from './weekly-steps.ts';

/** One run of the weekly machine in this process. */
export interface MachineRun {
  readonly input: JsonObject;
  readonly executionArn: string;
  readonly executionName: string;
  readonly steps: WeeklySteps;
  readonly clock: Clock;
  /** What each step is told of the time that is left. */
  readonly invocation: Invocation;
  /** Ends the run; its reason is thrown. A step at work is not stopped, only no longer waited for. */
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: HistoryEvent) => void) | undefined;
}

/** A run that succeeded. */
export interface MachineOutcome {
  readonly output: JsonObject;
  /** Of each function that answered, its last answer's body. */
  readonly bodies: Readonly<Record<string, JsonObject>>;
}

/**
 * Run the weekly machine to its end, each function in this process.
 *
 * @throws whatever the step threw on which the machine gave up
 * @throws {QualityGateError} when the machine ended at a gate
 * @throws {TaskTimeoutError} when a limit of the machine passed
 */
export async function runMachine(run: MachineRun): Promise<MachineOutcome> {
  const { clock, signal } = run;
  signal.throwIfAborted();
  const calls = createCalls(run);
  const engine = createEngine({ clock, runTask: ({ payload }) => calls.call(payload) });
  const execution = engine.start({
    machine: weeklyMachine(),
    executionArn: run.executionArn,
    name: run.executionName,
    inputText: JSON.stringify(run.input),
  });
  const unsubscribe = execution.subscribe((event) => run.onEvent?.(event));
  await untilEnded(execution, signal);
  unsubscribe();
  signal.throwIfAborted();
  const { status, output = '{}', error = '', cause = '' } = await execution.done;
  if (status === 'SUCCEEDED') {
    return { output: JSON.parse(output) as JsonObject, bodies: calls.bodies };
  }
  const gate = qualityGates.find((name) => name === error);
  if (gate) throw new QualityGateError(gate, cause);
  const thrown = calls.failures.get(error);
  if (thrown) throw thrown;
  throw status === 'TIMED_OUT' || error === 'States.Timeout'
    ? new TaskTimeoutError('A step, or all of them, took longer than the machine allows')
    : new RefreshError(`The machine ended with ${error}`);
}

async function untilEnded(execution: Execution, signal: AbortSignal): Promise<void> {
  const stop = (): void => execution.stop('Stopped', messageOf(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  await execution.done;
  signal.removeEventListener('abort', stop);
}

interface Calls {
  call(payload: Json): Promise<Json>;
  readonly bodies: Record<string, JsonObject>;
  /** The last error under each name, as it was thrown. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** The steps as the machine sees Lambdas, with a memory of what they answered. */
function createCalls({ steps, invocation }: MachineRun): Calls {
  const bodies: Record<string, JsonObject> = {};
  const failures = new Map<string, Error>();
  const call = async (payload: Json): Promise<Json> => {
    const { name, event } = callOf(payload);
    try {
      const answer = (await steps[name]?.(event, invocation)) as Json;
      const body = isJsonObject(answer) ? answer['body'] : undefined;
      if (isJsonObject(body)) bodies[name] = body;
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: answer };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new RefreshError('Something was thrown');
      failures.set(error.name, error);
      throw new TaskFailure(error.name, error.message);
    }
  };
  return { call, bodies, failures };
}

function callOf(payload: Json): { readonly name: string; readonly event: JsonObject } {
  const { FunctionName: name, Payload: event } = isJsonObject(payload) ? payload : {};
  if (typeof name !== 'string' || !isJsonObject(event))
    throw new Error('A task without a function');
  return { name, event };
}
