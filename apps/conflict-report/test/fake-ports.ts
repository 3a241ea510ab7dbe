import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conflictReportEnvelope } from '@pipelines/contracts';
import { createVirtualClock, type VirtualClock } from '@pipelines/core';
import { defineHandler } from '@pipelines/lambda-kit';
import * as z from 'zod';
import type { Ports } from '../src/ports.ts';
import type { Environment } from '../src/settings.ts';
import { invokeAction } from '../src/steps/invoke-action.ts';

export const repositoryRoot = join(import.meta.dirname, '../../..');

export const completeEnvironment: Environment = {
  POSTGRES_HOST: 'db.example',
  POSTGRES_DATABASE: 'conflictreport_dev',
  POSTGRES_USER: 'etl',
  POSTGRES_PASSWORD: 'password-canary',
};

/** Ports of which a test replaces what it is about; the others are real or refuse to be used. */
export interface TestPorts {
  readonly ports: Ports;
  readonly clock: VirtualClock;
  /** Lines written so far. */
  readonly lines: readonly string[];
}

export function createTestPorts(replacements: Partial<Ports> = {}): TestPorts {
  const clock = createVirtualClock(Date.UTC(2_025, 0, 20, 14, 30));
  const lines: string[] = [];
  return {
    clock,
    lines,
    ports: {
      environment: completeEnvironment,
      clock,
      writeLine: (line) => void lines.push(line),
      loadSecret: () => Promise.reject(new Error('this test has no secret')),
      connect: () => Promise.reject(new Error('this test has no database')),
      readAsset: readSourceAsset,
      ...replacements,
    },
  };
}

/** The Lambda with these ports, checked by the contract of its results like the real one. */
export function handlerWith(ports: Ports) {
  return defineHandler({
    input: z.unknown(),
    output: conflictReportEnvelope,
    deps: async () => ports,
    run: invokeAction,
  });
}

/** Files where they are before they are packaged. */
async function readSourceAsset(path: string): Promise<string> {
  const source = path.startsWith('sql/') ? path : `apps/conflict-report/certificates/${path}`;
  return readFile(join(repositoryRoot, source), 'utf8');
}
