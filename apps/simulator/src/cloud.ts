import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createEngine, type Engine, type Execution, type TaskRunner } from '@pipelines/asl-runtime';
import { PipelineError, type Clock, type Json } from '@pipelines/core';
import type {
  Neo4jEngine,
  PostgresEngine,
  S3Endpoint,
  SecretsManagerEndpoint,
} from '@pipelines/local-cloud';
import { DEFAULT_ACCOUNT, machineArn, REGION } from './arns.ts';
import type { Assembly } from './assembly/read-assembly.ts';
import { deployMachines } from './deploy-machines.ts';
import { createContainers } from './create-containers.ts';
import { createEngines } from './create-engines.ts';
import { createFunctions, manifestRow } from './create-functions.ts';
import { createRegistry } from './executions/create-registry.ts';
import type { Registry } from './executions/registry.ts';
import { ExecutionAlreadyExistsError } from './executions/registry-errors.ts';
import type { ContainerHost } from './functions/container-host.ts';
import type { CreatedFunctions } from './functions/created-functions.ts';
import type { SharedPort } from './local-endpoints.ts';
import type { FunctionHost, FunctionLog } from './functions/function-host.ts';
import { maxWorkersOf } from './functions/max-workers.ts';
import { createIntegrations } from './services/integrations/create-integrations.ts';
import type { Mocks } from './services/mocks.ts';
import { createOutbox } from './services/outbox.ts';
import { createTaskRunner } from './services/task-runner.ts';
import { createMapRunObjects } from './storage/map-run-objects.ts';
import { createTaskTokens, type TaskTokens } from './services/task-tokens.ts';

const REPOSITORY = path.join(import.meta.dirname, '../../..');

export interface CloudOptions {
  /** State folder: executions, unpacked functions, databases. Created 0700 when missing. */
  readonly dataDir: string;
  /** The user's environment. Functions see only the names that their manifest row declares. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `mock` starts no engine: functions get placeholder database values. */
  readonly mode: 'real' | 'mock';
  readonly clock: Clock;
  /** Where S3 and Secrets Manager answer. Default: a port of its own for each. */
  readonly sharedPort?: SharedPort | undefined;
  onLog?(entry: FunctionLog): void;
  onProgress?(line: string): void;
  /** Default: `dist/apps/<app>/<name>.zip` of this repository, or what the assembly has. */
  zipPathOf?(name: string): string;
  /** Default: `dist/apps/container/<name>` of this repository. */
  containerFolderOf?(name: string): string;
  /** Definitions and zips of a synthesised assembly, in place of the repository's. */
  readonly assembly?: Assembly;
}

export interface Cloud {
  readonly registry: Registry;
  /** Tasks that wait for a worker or for a token to be answered. */
  readonly tokens: TaskTokens;
  /** Does the work of Task states; TestState calls it too. */
  readonly runTask: TaskRunner;
  readonly engine: Engine;
  readonly functions: FunctionHost;
  /** Functions that clients created; those of the manifest are none of them. */
  readonly createdFunctions: CreatedFunctions;
  /** Path of a function's zip, there or not. @throws {FunctionNotFoundError} */
  zipPathOf(name: string): string;
  /** The database, started on the first call; every later call gives the same one. */
  postgres(): Promise<PostgresEngine>;
  /** The graph, likewise: the one of NEO4J_URI where it is set. */
  neo4j(): Promise<Neo4jEngine>;
  /** Object storage, likewise. */
  s3(): Promise<S3Endpoint>;
  secretsManager(): Promise<SecretsManagerEndpoint>;
  /**
   * Start a machine of this repository by its name.
   *
   * @throws {MachineNotFoundError} names the machines that exist
   * @throws {ExecutionAlreadyExistsError} when the name is taken
   */
  startExecution(request: {
    readonly machine: string;
    readonly input: Json;
    readonly name?: string;
  }): Execution;
  /** Abort running executions, kill function processes, stop (or detach from) the engines. */
  stop(): Promise<void>;
}

/** The repository has no state machine of this name. */
export class MachineNotFoundError extends PipelineError {
  static {
    MachineNotFoundError.prototype.name = 'MachineNotFoundError';
  }
  constructor(name: string, known: readonly string[]) {
    super(`No state machine "${name}". There is: ${known.join(', ')}`);
  }
}

/**
 * Open the local cloud: the machines and functions of the repository on local engines.
 *
 * Nothing is started before it is needed. `SFN_MOCK_CONFIG` in `env` names a mock file, MAX_WORKERS
 * limits how many functions run at once.
 *
 * @throws {MockConfigError} when the mock file cannot be used
 * @throws {ConfigurationRefusedError} for a MAX_WORKERS that is no number of workers
 */
export async function openCloud(options: CloudOptions): Promise<Cloud> {
  const { dataDir, env, mode, clock, sharedPort } = options;
  const maxWorkers = maxWorkersOf(env);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const mocks = env['SFN_MOCK_CONFIG'] ? await mocksOf(env['SFN_MOCK_CONFIG']) : undefined;
  const onProgress = (line: string): void => options.onProgress?.(line);
  const buckets = options.assembly?.bucketNames;
  const engines = createEngines({ dataDir, env, mode, sharedPort, buckets, onProgress });
  const zipPathOf = (name: string): string =>
    (options.zipPathOf ?? options.assembly?.zipPathOf ?? packagedZip)(name);
  const { host: functions, created: createdFunctions } = createFunctions({
    dataDir,
    zipPathOf,
    environmentOf: (name) => engines.environmentFor(manifestRow(name)),
    maxWorkers,
    clock,
    onLog: (entry) => options.onLog?.(entry),
  });
  const containers = createContainers({
    dataDir,
    folderOf: (name) => (options.containerFolderOf ?? packagedContainer)(name),
    environmentOf: async (name) => ({
      ...(await engines.storageValues()),
      ...(await engines.environmentFor(manifestRow(name))),
    }),
    world: () => executions,
    onLog: (entry) => options.onLog?.(entry),
    onProgress,
  });
  const parts = { dataDir, clock, mocks, functions, containers, engines, onProgress };
  const executions = createExecutions(parts);
  const { registry } = executions;
  deployMachines(registry, options.assembly);
  return {
    ...executions,
    functions,
    createdFunctions,
    zipPathOf,
    postgres: () => engines.database.open(),
    neo4j: () => engines.graph.open(),
    s3: () => engines.endpoints.s3(),
    secretsManager: () => engines.endpoints.secretsManager(),
    startExecution: (request) => startByName(registry, request),
    stop: () => stopAll([registry.close(), functions.stop(), containers.stop(), ...engines.stop()]),
  };
}

/** The engine with its registry, and what does the work of Task states. */
function createExecutions(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly mocks: Mocks | undefined;
  readonly functions: FunctionHost;
  readonly containers: ContainerHost;
  readonly engines: ReturnType<typeof createEngines>;
  readonly onProgress: (line: string) => void;
}): Pick<Cloud, 'engine' | 'registry' | 'runTask' | 'tokens'> {
  const { dataDir, clock, functions, containers, engines, onProgress } = options;
  const mocks = options.mocks && { mocks: options.mocks };
  const tokens = createTaskTokens();
  const runTask: TaskRunner = createTaskRunner({
    functions,
    clock,
    tokens,
    integrations: createIntegrations({
      clock,
      tokens,
      outbox: createOutbox(dataDir, clock),
      containers,
      onProblem: onProgress,
      registry: () => registry,
      runTask: () => runTask,
      s3: () => engines.endpoints.s3(),
      secretsManager: () => engines.endpoints.secretsManager(),
    }),
    hasActivity: (arn) => registry.activities.read(arn) !== undefined,
    ...mocks,
  });
  const engine = createEngine({
    clock,
    runTask,
    objects: createMapRunObjects(() => engines.endpoints.s3()),
    accountId: DEFAULT_ACCOUNT,
    region: REGION,
  });
  const root = path.join(dataDir, 'executions');
  const registry: Registry = createRegistry({
    root,
    engine,
    clock,
    ...mocks,
    onProblem: onProgress,
  });
  return { engine, registry, runTask, tokens };
}

/** Every end is waited for, whatever becomes of the others; then the first failure is thrown. */
/** Loaded by need: the schema of the file brings a library that a start without mocks can spare. */
async function mocksOf(file: string): Promise<Mocks> {
  const { openMocks } = await import('./services/mocks.ts');
  return openMocks(file);
}

async function stopAll(ends: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(ends);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Path of a function's zip, as `nx run <app>:package` writes it. */
function packagedZip(name: string): string {
  return path.join(REPOSITORY, 'dist/apps', manifestRow(name).app, `${name}.zip`);
}

/** Folder of a container's image, as `nx run container:package` writes it. */
function packagedContainer(name: string): string {
  return path.join(REPOSITORY, 'dist/apps/container', name);
}

function startByName(
  registry: Registry,
  request: { readonly machine: string; readonly input: Json; readonly name?: string },
): Execution {
  const arn = machineArn(request.machine);
  if (!registry.machine(arn)) {
    const known = registry.machines(DEFAULT_ACCOUNT).map(({ name }) => name);
    throw new MachineNotFoundError(request.machine, known);
  }
  const { execution, arn: startedArn } = registry.startExecution({
    machineArn: arn,
    inputText: JSON.stringify(request.input),
    ...(request.name !== undefined && { name: request.name }),
  });
  if (!execution) throw new ExecutionAlreadyExistsError(startedArn);
  return execution;
}
