import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import {
  createContainerHost,
  type ContainerHost,
  type ContainerHostOptions,
} from '../src/functions/container-host.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const hosts: ContainerHost[] = [];
let count = 0;

/** The folder of a container whose program is this code. */
export function containerFolderOf(code: string): string {
  const container = path.join(folder, String(count++));
  mkdirSync(path.join(container, 'entry'), { recursive: true });
  mkdirSync(path.join(container, 'task'));
  writeFileSync(path.join(container, 'package.json'), '{}');
  writeFileSync(path.join(container, 'entry/index.js'), code);
  return container;
}

/** A host of the one container `demo`, whose program is this code; stopped after the last test. */
export function containerHostOf(
  code: string,
  options: Partial<ContainerHostOptions> = {},
): ContainerHost {
  const demo = containerFolderOf(code);
  const host = createContainerHost({
    folderOf: (name) => (name === 'demo' ? demo : path.join(demo, 'none', name)),
    environmentOf: async () => ({ DECLARED: 'declared' }),
    stepFunctionsUrl: async () => 'http://127.0.0.1:1',
    workDir: path.join(demo, 'work'),
    ...options,
  });
  hosts.push(host);
  return host;
}

/** What a container's program begins with to call Step Functions. */
export const callStates = `
const call = async (operation, body) => {
  const answer = await fetch(process.env.AWS_ENDPOINT_URL_SFN, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.' + operation,
    },
    body: JSON.stringify(body),
  });
  return answer.json();
};
const taskToken = process.env.TASK_TOKEN;
`;

afterAll(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});
