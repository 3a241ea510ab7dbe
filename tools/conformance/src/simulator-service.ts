import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@pipelines/core';
import type { CallApi } from './api-script.ts';

/** The simulator of this repository, in a process of its own. */
export interface SimulatorService {
  readonly url: string;
  /** Calls of one account, of 12 digits; accounts do not see one another. */
  readonly callAs: (accountId: string) => CallApi;
  stop(): Promise<void>;
}

/**
 * Start `simulator serve --mock` on a free port and a folder of its own.
 *
 * @param root - folder of the repository
 * @param mockFile - for SFN_MOCK_CONFIG
 * @throws {Error} with what the process said, when it ends before it serves
 */
export async function startSimulatorService(
  root: string,
  mockFile?: string,
): Promise<SimulatorService> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-api-'));
  const program = join(root, 'apps/simulator/src/bin.ts');
  const args = ['serve', '--mock', '--json', '--port', '0', '--data-dir', folder];
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(mockFile !== undefined && { SFN_MOCK_CONFIG: mockFile }) },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await urlOf(child);
  return {
    url,
    callAs: (accountId) => (operation, params) => post(url, accountId, { operation, params }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const url = /"url": "([^"]+)"/.exec(stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', () => reject(new Error(`The simulator has ended: ${stderr}${stdout}`)));
  });
}

async function post(
  url: string,
  accountId: string,
  { operation, params }: { readonly operation: string; readonly params: JsonObject },
): ReturnType<CallApi> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20250101/us-east-1/states/aws4_request`,
    },
    body: JSON.stringify(params),
  });
  const body = (await response.json()) as Json;
  return { isRefusal: !response.ok, body: body as JsonObject };
}
