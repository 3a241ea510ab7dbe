import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDefinition } from '@pipelines/asl';
import {
  createEngine,
  TaskFailure,
  type ExecutionResult,
  type TaskRequest,
} from '@pipelines/asl-runtime';
import { isJsonObject, systemClock, type Json, type JsonObject } from '@pipelines/core';
import { bindPlaceholders, machines, runInContainer } from '@pipelines/workflows';
import { openAnswersBucket, type AnswersBucket } from './answers-bucket.ts';

const FOLDER = join(import.meta.dirname, '../../../dist/apps/container/etl-pipeline-function');
const BINDINGS = {
  'etl-pipeline-function.arn': 'arn:aws:lambda:us-east-2:000000000000:function:f:live',
  'etl-pipeline-function.task_definition': 'etl-pipeline-function',
  'etl-pipeline-function.subnets': 'subnet-0,subnet-1',
  'etl-pipeline-function.security_groups': 'sg-0',
  'etl-pipeline-function.public_ip': 'DISABLED',
  'containers.answers': 'answers',
  'containers.cluster': 'containers',
};
let answers: AnswersBucket;

beforeAll(async () => {
  answers = await openAnswersBucket();
});
afterAll(() => answers.close());

/** etl-pipeline with TASK_02 in a container; a failure is final, so that no test waits for retries. */
function containedMachine() {
  const [spec] = machines;
  if (!spec) throw new Error('no machine');
  const bound = bindPlaceholders(runInContainer(spec, 3_600).definition, BINDINGS);
  const definition = JSON.parse(
    JSON.stringify(bound, (key, value: unknown) => (key === 'Retry' ? undefined : value)),
  ) as JsonObject;
  return {
    arn: 'arn:aws:states:us-east-2:000000000000:stateMachine:etl-pipeline',
    name: spec.name,
    type: 'STANDARD' as const,
    roleArn: 'arn:aws:iam::000000000000:role/states',
    definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
  };
}

async function run(input: JsonObject): Promise<ExecutionResult> {
  const execution = createEngine({ clock: systemClock, region: 'us-east-2', runTask }).start({
    machine: containedMachine(),
    executionArn: 'arn:aws:states:us-east-2:000000000000:execution:etl-pipeline:night',
    name: 'night',
    inputText: JSON.stringify(input),
  });
  return execution.done;
}

/** What Lambda would do is of no interest here; the container is the packaged one, as a process. */
async function runTask({ resource, payload }: TaskRequest): Promise<Json> {
  if (resource.includes(':lambda:')) {
    return {
      StatusCode: 200,
      Payload: { statusCode: 200, body: { status: 'success', config: {} } },
    };
  }
  if (resource.endsWith(':s3:getObject')) {
    const { Bucket, Key } = payload as { readonly Bucket: string; readonly Key: string };
    expect(Bucket).toBe(answers.name);
    return { Body: await answers.read(Key) };
  }
  const exitCode = await new Promise((resolve, reject) => {
    spawn(process.execPath, ['entry/index.js'], {
      cwd: FOLDER,
      stdio: 'ignore',
      env: {
        LAMBDA_TASK_ROOT: 'task',
        ...answers.environment,
        ...variablesOf(payload),
      },
    })
      .on('error', reject)
      .on('close', resolve);
  });
  if (exitCode !== 0) throw new TaskFailure('States.TaskFailed', `exit code ${String(exitCode)}`);
  return { StopCode: 'EssentialContainerExited' };
}

function variablesOf(payload: Json): Readonly<Record<string, string>> {
  const { Overrides } = payload as unknown as {
    readonly Overrides: {
      readonly ContainerOverrides: readonly {
        readonly Environment: readonly { readonly Name: string; readonly Value: string }[];
      }[];
    };
  };
  const [container] = Overrides.ContainerOverrides;
  return Object.fromEntries(
    (container?.Environment ?? []).map(({ Name, Value }) => [Name, Value] as const),
  );
}

describe('etl-pipeline with the packaged TASK_02 in a container', () => {
  it('ends with what TASK_02 answered', async () => {
    const { status, output } = await run({ use_mock: true });

    const { task02Result: result } = JSON.parse(output ?? '{}') as JsonObject;
    expect(status).toBe('SUCCEEDED');
    expect(result).toMatchObject({ body: { status: 'success', task: 'TASK_02' } });
    expect(isJsonObject(result) && Object.keys(result)).toEqual(['body']);
  });

  it('fails by the name and with the cause that the function gives', async () => {
    const { error, cause } = await run({ use_mock: false });

    expect(error).toBe('Task02ExecutionError');
    expect(JSON.parse(cause ?? '{}')).toMatchObject({
      errorType: 'ConfigValidationError',
      errorMessage: expect.stringMatching(/Missing required Postgres configuration/),
    });
  });
});
