import path from 'node:path';
import { afterEach } from '@jest/globals';
import type { Registry } from '../src/executions/registry.ts';
import { openRegistry } from './registry-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Registries {
  /** A folder that no registry has used. */
  readonly newRoot: () => string;
  /** As `openRegistry`; closed after the test. */
  readonly open: typeof openRegistry;
}

/** Registries of one test file. */
export function registries(): Registries {
  const folder = temporaryFolder();
  const opened: Registry[] = [];
  let count = 0;
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((registry) => registry.close()));
  });
  return {
    newRoot: () => path.join(folder, String(count++)),
    open(root, options) {
      const registry = openRegistry(root, options);
      opened.push(registry);
      return registry;
    },
  };
}
