import { parseDefinition } from '@pipelines/asl';
import { createEngine, type Execution } from '@pipelines/asl-runtime';
import { createVirtualClock, messageOf, type JsonObject } from '@pipelines/core';
import type { CorpusCase } from './corpus-case.ts';
import { pythonJson } from './python-json.ts';
import { createRecordedObjects } from './recorded-objects.ts';
import { createRecordedTasks } from './recorded-tasks.ts';

/** What came of a case here. `CREATE_FAILED` means that the definition was refused. */
export interface CaseResult {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly JsonObject[];
}

/** The recordings with relative times count from this moment, when the corpus was built. */
const CORPUS_TIME_MS = Date.UTC(2026, 10, 22, 10, 26, 20);

/** A case that does not end within this real time hangs. */
const HANG_MS = 10_000;

const ACCOUNT = 'arn:aws:states:us-east-1:111111111111';

/** Run a case on a virtual clock: hours of waiting pass at once, and no task is real. */
export async function runCase(one: CorpusCase): Promise<CaseResult> {
  const clock = createVirtualClock(CORPUS_TIME_MS);
  const engine = createEngine({
    clock,
    runTask: createRecordedTasks(one),
    objects: createRecordedObjects(one.s3Objects),
    host: { activityExists: (arn) => isRecorded(one, arn) },
  });
  let execution: Execution;
  try {
    execution = engine.start(startOptions(one));
  } catch (error) {
    return { status: 'CREATE_FAILED', cause: messageOf(error), events: [] };
  }
  const result = await clock.runUntil(Promise.race([execution.done, hang()]));
  execution.stop();
  const events = execution.history().map((event) => ({ ...event }) as unknown as JsonObject);
  return result ? { ...result, events } : { status: 'RUNNING', events };
}

/** AWS schedules a call for every activity that is there. */
function isRecorded({ mocks = [] }: CorpusCase, activityArn: string): boolean {
  return mocks.some(({ resource }) => resource === activityArn);
}

function startOptions(one: CorpusCase): Parameters<ReturnType<typeof createEngine>['start']>[0] {
  const type = one.type ?? 'STANDARD';
  const arns =
    type === 'EXPRESS'
      ? `${ACCOUNT}:express:machine:execution:8a6e7a1e-0000-4000-8000-000000000000`
      : `${ACCOUNT}:execution:machine:execution`;
  return {
    machine: {
      arn: `${ACCOUNT}:stateMachine:machine`,
      name: 'machine',
      definition: parseDefinition(one.definitionString ?? one.definition, { type }),
      roleArn: 'arn:aws:iam::111111111111:role/sfn-role',
      type,
    },
    executionArn: arns,
    name: 'execution',
    inputText: one.inputRaw ?? (one.inputOmitted ? '{}' : pythonJson(one.input)),
  };
}

function hang(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), HANG_MS).unref());
}
