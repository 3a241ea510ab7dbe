import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { JsonObject } from '@pipelines/core';

const PROGRAM = path.join(import.meta.dirname, '../../../apps/simulator/bin/simulator.mjs');

/** The Step Functions API in a process of its own, without engines. */
export interface Simulator {
  readonly url: string;
  readonly client: SFNClient;
  /** @returns the ARN of a new machine */
  create(name: string, definition: JsonObject): Promise<string>;
  stop(): Promise<void>;
}

/** Start the simulator on a free port and wait until it answers. */
export async function startSimulator(): Promise<Simulator> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-delivery-'));
  const args = ['serve', '--mock', '--json', '--port', '0', '--data-dir', folder];
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout) {
    text += String(piece);
    if (text.endsWith('}\n')) break;
  }
  const { url } = JSON.parse(text) as { readonly url: string };
  const client = new SFNClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    url,
    client,
    async create(name, definition) {
      const { stateMachineArn = '' } = await client.send(
        new CreateStateMachineCommand({
          name,
          definition: JSON.stringify(definition),
          roleArn: 'arn:aws:iam::000000000000:role/test',
        }),
      );
      return stateMachineArn;
    },
    async stop() {
      client.destroy();
      child.kill('SIGTERM');
      await once(child, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
