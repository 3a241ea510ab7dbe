import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@pipelines/core';
import { createSecretLoader, createSecretsClient } from '@pipelines/secrets';
import { connectDatabase } from '@pipelines/sql-tasks';
import { AssetMissingError } from './errors/asset-missing-error.ts';
import type { Ports } from './ports.ts';
import type { Environment } from './settings.ts';

/**
 * Make the real ports: this process's environment and clock, Secrets Manager, PostgreSQL, and the
 * files beside the code, under `LAMBDA_TASK_ROOT` (by hand: in the current folder).
 *
 * @param environment - the live `process.env`
 */
export function createPorts(environment: Environment): Ports {
  const packageRoot = environment['LAMBDA_TASK_ROOT'] ?? '.';
  return {
    environment,
    clock: systemClock,
    writeLine: (line) => console.log(line),
    loadSecret: createSecretLoader({ client: createSecretsClient(), clock: systemClock }),
    connect: connectDatabase,
    readAsset: (path) => readAsset(packageRoot, path),
  };
}

async function readAsset(packageRoot: string, path: string): Promise<string> {
  return readFile(join(packageRoot, path), 'utf8').catch((cause: unknown) => {
    throw new AssetMissingError(path, { cause });
  });
}
