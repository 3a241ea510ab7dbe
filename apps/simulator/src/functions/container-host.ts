import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { PipelineError } from '@pipelines/core';
import { REGION } from '../arns.ts';
import { FunctionHostStoppedError } from './function-errors.ts';
import type { FunctionLog } from './invocation-logs.ts';
import { createLineSplitter } from './line-splitter.ts';
import { startSupervised, type ProcessExit, type SupervisedProcess } from './supervised-process.ts';

/** The image's folder is not built. */
export class ContainerNotPackagedError extends PipelineError {
  static {
    ContainerNotPackagedError.prototype.name = 'ContainerNotPackagedError';
  }
  constructor(name: string, folder: string) {
    super(`No container "${name}" in "${folder}". Build it with: npx nx run container:package`);
  }
}

/** A container that was started. */
export interface StartedContainer {
  readonly id: string;
  /** Resolves when the process is gone, and its temporary folder with it. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Kill the process and everything that it started. */
  readonly kill: () => void;
}

export interface ContainerHostOptions {
  /** What `nx run container:package` makes for a name: `entry/index.js` and `task/`. */
  folderOf(name: string): string;
  /** Everything that the function inside may read from its environment. */
  environmentOf(name: string): Promise<Readonly<Record<string, string>>>;
  /** URL of the Step Functions API, which a container answers. */
  stepFunctionsUrl(): Promise<string>;
  /** Temporary folders live here; created when missing. */
  readonly workDir: string;
  onLog?(entry: FunctionLog): void;
}

/** Of functions, and so of folders. */
const NAME = /^[\w-]+$/;

export interface ContainerHost {
  /** Whether the image's folder is there. */
  has(name: string): boolean;
  /**
   * Run a container's program.
   *
   * @param variables - what the task overrides; they go before the declared ones
   * @throws {ContainerNotPackagedError}
   */
  start(name: string, variables: Readonly<Record<string, string>>): Promise<StartedContainer>;
  /** Kill every container and wait until each is gone. Nothing starts afterwards. */
  stop(): Promise<void>;
}

/**
 * Run containers as processes of this machine: the program of the image, without the image.
 *
 * Each has a temporary folder and an environment of its own; nothing of ours is in it. A container
 * ends with this process, however that ends.
 */
export function createContainerHost(options: ContainerHostOptions): ContainerHost {
  const running = new Set<StartedContainer>();
  const onLog = (entry: FunctionLog): void => options.onLog?.(entry);
  const entryOf = (name: string): string => path.join(options.folderOf(name), 'entry/index.js');
  let isStopped = false;
  const has = (name: string): boolean => NAME.test(name) && existsSync(entryOf(name));
  return {
    has,
    async start(name, variables) {
      const folder = options.folderOf(name);
      if (!has(name)) throw new ContainerNotPackagedError(name, folder);
      const environment = await environmentOf(name, options);
      const temporaryFolder = await makeTemporaryFolder(name, options.workDir);
      // It was stopped while the environment was made: that may start a database.
      if (isStopped) {
        await rm(temporaryFolder, { recursive: true, force: true });
        throw new FunctionHostStoppedError();
      }
      const taskRoot = path.join(folder, 'task');
      const child = startSupervised([process.execPath, '--enable-source-maps', entryOf(name)], {
        cwd: taskRoot,
        env: { ...environment, LAMBDA_TASK_ROOT: taskRoot, TMPDIR: temporaryFolder, ...variables },
        temporaryFolder,
      });
      const container = follow(child, { name, temporaryFolder, onLog });
      running.add(container);
      void container.exited.then(() => running.delete(container));
      return container;
    },
    async stop() {
      isStopped = true;
      const all = [...running];
      for (const container of all) container.kill();
      await Promise.all(all.map(({ exited }) => exited));
    },
  };
}

async function environmentOf(
  name: string,
  options: ContainerHostOptions,
): Promise<Readonly<Record<string, string>>> {
  const [declared, url] = await Promise.all([
    options.environmentOf(name),
    options.stepFunctionsUrl(),
  ]);
  return {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...declared,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL_SFN: url,
    AWS_REGION: REGION,
    LANG: 'en_US.UTF-8',
    NODE_ENV: 'production',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

async function makeTemporaryFolder(name: string, workDir: string): Promise<string> {
  const root = path.join(workDir, 'tmp');
  await mkdir(root, { recursive: true, mode: 0o700 });
  return mkdtemp(path.join(root, `${name}-`));
}

function follow(
  child: SupervisedProcess,
  options: {
    readonly name: string;
    readonly temporaryFolder: string;
    readonly onLog: (entry: FunctionLog) => void;
  },
): StartedContainer {
  const id = randomUUID().replaceAll('-', '');
  for (const stream of ['stdout', 'stderr'] as const) {
    const lines = createLineSplitter((line) =>
      options.onLog({ functionName: options.name, requestId: id, stream, line }),
    );
    child[stream].on('data', (chunk: Buffer) => lines.write(chunk));
    child[stream].on('end', () => lines.end());
  }
  const exited = child.exited.then(async (exit) => {
    await rm(options.temporaryFolder, { recursive: true, force: true });
    return exit;
  });
  return { id, exited, kill: () => child.kill() };
}
