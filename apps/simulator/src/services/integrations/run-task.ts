import { TaskFailure, type TaskRequest } from '@pipelines/asl-runtime';
import { isJsonObject, type Clock, type Json, type JsonObject } from '@pipelines/core';
import { DEFAULT_ACCOUNT, parseStatesArn } from '../../arns.ts';
import type { ContainerHost, StartedContainer } from '../../functions/container-host.ts';
import { submitAndWait } from '../submit-and-wait.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { readParameters, textOf, type ParameterRules } from './call-parameters.ts';
import { describeTask, exitCodeOf, familyOf, type EcsTask } from './ecs-task.ts';
import { serviceAnswer, serviceFailure } from './service-answer.ts';
import type { CallPattern, Integration } from './service-call.ts';

const PARAMETERS: ParameterRules = {
  CapacityProviderStrategy: {},
  Cluster: { type: 'STRING' },
  Count: {},
  EnableECSManagedTags: {},
  EnableExecuteCommand: {},
  Group: { type: 'STRING' },
  LaunchType: { type: 'STRING' },
  NetworkConfiguration: {},
  Overrides: {},
  PlacementConstraints: {},
  PlacementStrategy: {},
  PlatformVersion: { type: 'STRING' },
  PropagateTags: {},
  ReferenceId: {},
  StartedBy: {},
  Tags: {},
  TaskDefinition: { isRequired: true, type: 'STRING' },
};
const NAMES = { prefix: 'ECS', service: 'AmazonECS' };

/** What `ecs:runTask` works on. */
export interface EcsWorld {
  readonly containers: ContainerHost;
  readonly clock: Clock;
  readonly tokens: TaskTokens;
  /** Told in one line when a container ends that a state still waits for. */
  readonly onProblem: (line: string) => void;
}

interface Started {
  readonly task: EcsTask;
  readonly container: StartedContainer;
  readonly answer: Json;
}

/**
 * `ecs:runTask`, as a process of this machine: the program of the container, its name from
 * `Overrides` or else from the task definition. Network and sizes mean nothing here.
 *
 * It ends when the task was accepted, when the process has ended (`.sync`), or by its token. A
 * process that is waited for is killed when its state gives up.
 *
 * Source: docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
export function createRunTask(world: EcsWorld): Integration {
  return ({ action, pattern }, request) =>
    action === 'runTask' && pattern !== 'sync:2' ? run(pattern, request, world) : undefined;
}

async function run(pattern: CallPattern, request: TaskRequest, world: EcsWorld): Promise<Json> {
  switch (pattern) {
    case 'waitForTaskToken':
      return submitAndWait(request, world.tokens, async () => {
        const { answer, container } = await start(request, world);
        void tellLostContainer(container, request, world);
        return answer;
      });
    case 'sync':
    case 'sync:2':
      return runToEnd(request, world);
    case 'request':
      return (await start(request, world)).answer;
  }
}

async function runToEnd(request: TaskRequest, world: EcsWorld): Promise<Json> {
  const { task, container, answer } = await start(request, world);
  request.report({ type: 'submitted', output: answer });
  const exit = await container.exited;
  const stopped = describeTask(task, { exit, stoppedMs: world.clock.now() });
  if (exitCodeOf(exit) === 0) return stopped;
  throw new TaskFailure('States.TaskFailed', JSON.stringify(stopped));
}

async function start(request: TaskRequest, world: EcsWorld): Promise<Started> {
  const parameters = readParameters(request, PARAMETERS);
  const { name, variables } = readOverrides(parameters);
  const taskDefinition = textOf(parameters, 'TaskDefinition') ?? '';
  const container = name ?? familyOf(taskDefinition);
  if (!world.containers.has(container)) throw notThere(container);
  const started = await world.containers.start(container, variables);
  killWith(request, started);
  const createdMs = world.clock.now();
  const task: EcsTask = {
    id: started.id,
    accountId: parseStatesArn(request.executionArn)?.accountId ?? DEFAULT_ACCOUNT,
    cluster: textOf(parameters, 'Cluster') ?? 'default',
    taskDefinition,
    container,
    launchType: textOf(parameters, 'LaunchType') ?? 'EC2',
    createdMs,
  };
  const members = { Failures: [], Tasks: [describeTask(task)] };
  const answer = serviceAnswer(members, {
    contentType: 'application/x-amz-json-1.1',
    contentLength: Buffer.byteLength(JSON.stringify(members)),
    nowMs: createdMs,
  });
  return { task, container: started, answer };
}

/** The container and its variables. There is one container in a task here. */
function readOverrides({ Overrides: overrides }: JsonObject): {
  readonly name: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
} {
  const list = isJsonObject(overrides ?? null)
    ? (overrides as JsonObject)['ContainerOverrides']
    : undefined;
  const [first] = Array.isArray(list) ? list.filter(isJsonObject) : [];
  const environment = first?.['Environment'];
  const pairs = (Array.isArray(environment) ? environment : []).filter(isJsonObject);
  const variables = pairs.flatMap((pair) => {
    const name = textOf(pair, 'Name');
    const value = textOf(pair, 'Value');
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { name: first && textOf(first, 'Name'), variables: Object.fromEntries(variables) };
}

/** @throws the reason of a state that has given up already */
function killWith({ signal }: TaskRequest, { kill, exited }: StartedContainer): void {
  signal.addEventListener('abort', kill, { once: true });
  void exited.then(() => signal.removeEventListener('abort', kill));
  if (!signal.aborted) return;
  kill();
  signal.throwIfAborted();
}

/** As on AWS the state then waits for its timeout; here somebody may be watching. */
async function tellLostContainer(
  { exited }: StartedContainer,
  { stateName, taskToken = '' }: TaskRequest,
  { tokens, onProblem }: EcsWorld,
): Promise<void> {
  const exitCode = exitCodeOf(await exited);
  if (!tokens.isPending(taskToken)) return;
  onProblem(
    `The container of state ${stateName} ended with exit code ${exitCode} and sent no answer; the state waits for its timeout.`,
  );
}

function notThere(name: string): TaskFailure {
  const message = `TaskDefinition not found: no container '${name}' is built. Build the containers with: npx nx run container:package; mock others by SFN_MOCK_CONFIG.`;
  return serviceFailure({ code: 'InvalidParameterException', message }, NAMES);
}
