import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openEngine, temporaryFolder } from '../../test/temporary-engine.ts';
import type { PostgresEngine } from '../postgres-engine.ts';
import { freeDiskSpace } from './free-disk-space.ts';
import { readProcessTree } from './process-tree.ts';
import { watchProcessTree } from './watch-process-tree.ts';
import { watchServerMemory } from './watch-server-memory.ts';

const MIB = 2 ** 20;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A process that holds 100 MiB, below one that holds nothing; both wait for their end. */
async function startTree(): Promise<{ readonly root: number; readonly child: number }> {
  const grandchild = `
    globalThis.held = Buffer.alloc(${100 * MIB}, 1);
    console.log(process.pid);
    process.stdin.resume().on('end', () => process.exit());`;
  const code = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}],
      { stdio: ['pipe', 'inherit', 'inherit'] });`;
  const root = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(root);
  const [line] = (await once(root.stdout, 'data')) as [Buffer];
  return { root: root.pid ?? 0, child: Number(line.toString()) };
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('memory of processes', () => {
  it('is that of a process and of all below it', async () => {
    const { root, child } = await startTree();

    const tree = await readProcessTree(root);

    expect(tree.map(({ pid }) => pid)).toEqual([root, child]);
    expect(tree[1]?.residentBytes).toBeGreaterThan(100 * MIB);
    expect(tree[1]?.proportionalBytes).toBeLessThanOrEqual(tree[1]?.residentBytes ?? 0);
    expect(tree[1]?.commandLine).toContain(' -e ');
  });

  it('is empty for a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');

    expect(await readProcessTree(child.pid ?? 0)).toEqual([]);
  });

  it('is remembered at its largest, of those that are asked for', async () => {
    const { root, child } = await startTree();
    const watch = watchProcessTree(root, {
      intervalMs: 10,
      matching: (commandLine) => commandLine.includes('held'),
    });

    const { totalBytes, processes } = await watch.stop();

    // The parent has its child's code in its own arguments.
    expect(processes.map(({ pid }) => pid)).toEqual([root, child]);
    expect(totalBytes).toBeGreaterThan(100 * MIB);
  });
});

onLinux('a server on this machine', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let postgres: PostgresEngine;
  beforeAll(async () => {
    folder = await temporaryFolder();
    postgres = await openEngine(folder.path);
  });
  afterAll(async () => {
    await postgres.stop();
    await folder.remove();
  });

  it('tells the memory of all its processes together', async () => {
    const watch = await watchServerMemory(postgres.connection);
    const peak = await watch?.stop();

    expect(peak?.totalBytes).toBeGreaterThan(5 * MIB);
    expect(peak?.processes.map(({ commandLine }) => commandLine).join('\n')).toContain(
      'checkpointer',
    );
  });

  it('tells where its data is and how much room is left there', async () => {
    const space = await freeDiskSpace(postgres.connection);

    expect(space?.path).toMatch(/^\//);
    expect(space?.freeBytes).toBeGreaterThan(MIB);
  });
});
