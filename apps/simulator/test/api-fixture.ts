import path from 'node:path';
import { afterAll } from '@jest/globals';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { TaskRunner } from '@pipelines/asl-runtime';
import { createApiServer } from '../src/api/server.ts';
import type { Registry } from '../src/executions/registry.ts';
import type { Mocks } from '../src/services/mocks.ts';
import type { TaskTokens } from '../src/services/task-tokens.ts';
import { openRegistry } from './registry-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ApiFixture {
  readonly url: string;
  readonly registry: Registry;
  /** The AWS SDK as anyone would set it up, with the endpoint alone changed. */
  readonly client: SFNClient;
  readonly problems: readonly string[];
  /** Start an execution and wait for its end; gives its ARN. */
  readonly runToEnd: (stateMachineArn: string, input?: string) => Promise<string>;
}

const folder = temporaryFolder();
const cleanUps: (() => Promise<void>)[] = [];
let count = 0;

/** A server on a free port with a registry of its own; all is closed after the file's last test. */
export async function startApi(
  options: {
    readonly runTask?: TaskRunner;
    readonly mocks?: Mocks;
    readonly tokens?: TaskTokens;
    readonly accessKeyId?: string;
  } = {},
): Promise<ApiFixture> {
  const problems: string[] = [];
  const registry = openRegistry(path.join(folder, String(count++)), options);
  const server = await createApiServer({
    registry,
    ...(options.tokens && { tokens: options.tokens }),
    ...(options.runTask && { runTask: options.runTask }),
    port: 0,
    onProblem: (line) => problems.push(line),
  });
  const { accessKeyId = 'test' } = options;
  const client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    maxAttempts: 1,
    disableHostPrefix: true,
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });
  cleanUps.push(async () => {
    client.destroy();
    await server.close();
    await registry.close();
  });
  return {
    url: server.url,
    registry,
    client,
    problems,
    async runToEnd(stateMachineArn, input) {
      const start = new StartExecutionCommand({ stateMachineArn, input });
      const { executionArn = '' } = await client.send(start);
      while (registry.execution(executionArn)?.status === 'RUNNING') {
        await new Promise(setImmediate);
      }
      return executionArn;
    },
  };
}

afterAll(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});
