import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalStore } from '../src/local/create-local-store.ts';
import { createMemoryStore } from '../src/memory/create-memory-store.ts';
import { describeFileStore } from './file-store-contract.ts';

describeFileStore('memory', async () => ({
  store: createMemoryStore(),
  stop: async () => undefined,
}));

describeFileStore('local', async () => {
  const root = await mkdtemp(join(tmpdir(), 'file-store-'));
  return {
    store: createLocalStore(root),
    stop: () => rm(root, { recursive: true, force: true }),
  };
});
