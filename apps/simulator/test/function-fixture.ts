import path from 'node:path';
import { afterEach } from '@jest/globals';
import { systemClock, type Clock } from '@pipelines/core';
import {
  createFunctionHost,
  type FunctionHost,
  type FunctionLog,
} from '../src/functions/function-host.ts';
import type { HostedFunction } from '../src/functions/hosted-function.ts';
import { specOf, writeZip } from './function-zip.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface FunctionFixture {
  readonly folder: string;
  /** A host with one function, `demo`, whose zip holds `index.js` with this code. */
  readonly hostOf: (
    code: string,
    options?: HostOptions,
  ) => Promise<FunctionHost & { readonly zipPath: string }>;
}

export interface HostOptions {
  readonly spec?: Partial<HostedFunction>;
  /** Name of the file that holds the code; `index.js` where it is left out. */
  readonly file?: string;
  readonly environment?: () => Readonly<Record<string, string>>;
  readonly logs?: FunctionLog[];
  readonly clock?: Clock;
  readonly maxWorkers?: number;
}

/** Hosts of one test file: real zips and real processes, stopped after each test. */
export function functionFixture(): FunctionFixture {
  const folder = temporaryFolder();
  const hosts: FunctionHost[] = [];
  let zipCount = 0;
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
  });
  return {
    folder,
    async hostOf(code, options = {}) {
      const zipPath = path.join(folder, `${zipCount++}.zip`);
      await writeZip(zipPath, { [options.file ?? 'index.js']: code });
      const host = createFunctionHost({
        zipPathOf: () => zipPath,
        spec: () => ({ ...specOf(), ...options.spec }),
        environmentOf: async () => options.environment?.() ?? {},
        maxWorkers: options.maxWorkers ?? 16,
        workDir: path.join(folder, 'work'),
        clock: options.clock ?? systemClock,
        onLog: (entry) => options.logs?.push(entry),
      });
      hosts.push(host);
      return { ...host, zipPath };
    },
  };
}
