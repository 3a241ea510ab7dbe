import path from 'node:path';
import type { Clock } from '@pipelines/core';
import { functions as manifest, type FunctionSpec } from '@pipelines/workflows';
import { DEFAULT_ACCOUNT } from './arns.ts';
import {
  createCreatedFunctions,
  type CreatedFunction,
  type CreatedFunctions,
} from './functions/created-functions.ts';
import { FunctionNotFoundError } from './functions/function-errors.ts';
import {
  createFunctionHost,
  type FunctionHost,
  type FunctionLog,
} from './functions/function-host.ts';
import { parseFunctionName } from './services/function-name.ts';

/** The functions of a data folder: where they run, and those that clients created. */
export interface Functions {
  readonly host: FunctionHost;
  readonly created: CreatedFunctions;
}

/**
 * Host the functions of the manifest and those that clients create. A name of the manifest is taken
 * in every account; any other is looked up in the account that the call names, or in the default one.
 *
 * @param options - `environmentOf` gives the values that a row of the manifest declares
 */
export function createFunctions(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly maxWorkers: number;
  /** Of a function of the manifest. */
  zipPathOf(name: string): string;
  environmentOf(name: string): Promise<Readonly<Record<string, string>>>;
  onLog?(entry: FunctionLog): void;
}): Functions {
  const workDir = path.join(options.dataDir, 'functions');
  const created = createCreatedFunctions(path.join(workDir, 'created'), {
    bundlesRoot: path.join(workDir, 'bundles'),
    now: () => options.clock.now(),
  });
  const createdOf = (text: string): CreatedFunction | undefined => {
    const { name, accountId = DEFAULT_ACCOUNT } = parseFunctionName(text) ?? { name: text };
    return isInManifest(name) ? undefined : created.read(accountId, name);
  };
  const host = createFunctionHost({
    maxWorkers: options.maxWorkers,
    workDir,
    clock: options.clock,
    spec: (text) => createdOf(text) ?? manifestRow(text),
    zipPathOf(text) {
      const one = createdOf(text);
      return one ? created.zipPathOf(one) : options.zipPathOf(manifestRow(text).name);
    },
    environmentOf: async (text) =>
      createdOf(text)?.environment ?? options.environmentOf(manifestRow(text).name),
    onLog: (entry) => options.onLog?.(entry),
  });
  return { host, created };
}

/**
 * The manifest's row of a function.
 *
 * @param text - its name, or `account:function:name`
 * @throws {FunctionNotFoundError} names the functions that exist
 */
export function manifestRow(text: string): FunctionSpec {
  const name = parseFunctionName(text)?.name ?? text;
  const spec = manifest.find((one) => one.name === name);
  if (spec) return spec;
  throw new FunctionNotFoundError(
    name,
    manifest.map((one) => one.name),
  );
}

function isInManifest(name: string): boolean {
  return manifest.some((one) => one.name === name);
}
