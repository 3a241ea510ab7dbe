import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import { describeWithNeo4j, TEST_NEO4J_TIMEOUT_MS } from '@pipelines/testing';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectGraph, ensureSchema, type LoadCursor } from '../src/index.ts';
import { libraryProfile, liveBooks, loadBooks, type Book } from './library-graph.ts';

const BOOKS: readonly Book[] = Array.from({ length: 200 }, (_, index) => ({
  isbn: `b${index}`,
  title: `Book ${index}`,
  publisher: `P${index % 9}`,
}));
const STEPS = { batchRows: 10, windowItems: 20 };

describeWithNeo4j('a load whose server is killed', () => {
  let dataDir: string;
  let engine: Neo4jEngine;
  const open = (): Promise<Neo4jEngine> =>
    openNeo4j({
      dataDir,
      env: { ...process.env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' },
      isThrowaway: true,
    });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'neo4j-load-test-'));
    engine = await open();
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(async () => {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('fails as one that may be tried again, and goes on from its cursor', async () => {
    const before = await connectGraph({ ...engine, retryTimeMs: 1 });
    await ensureSchema(before, libraryProfile);
    let cursor: LoadCursor | undefined;
    let windows = 0;
    const first = await loadBooks(before, BOOKS, { ...STEPS, deadlineMs: Date.now() - 1 });
    if (!first.done) cursor = first.cursor;

    const broken = loadBooks(before, BOOKS, {
      ...STEPS,
      cursor,
      onWindow: () => {
        windows += 1;
        if (windows === 4) kill(dataDir);
      },
    });

    await expect(broken).rejects.toMatchObject({ name: 'GraphUnavailableError' });
    await before.close();
    engine = await open();
    const after = await connectGraph(engine);
    const resumed = await loadBooks(after, BOOKS, { ...STEPS, cursor });
    expect(resumed).toMatchObject({ done: true, counts: { books: { submitted: 200 } } });
    // Three windows of books were committed before the kill, and are there still.
    expect(resumed.counts['books']?.unchanged).toBeGreaterThanOrEqual(60);
    expect(await liveBooks(after)).toHaveLength(200);
    expect(await countLinked(after)).toBe(200);
    await after.close();
  }, 300_000);
});

/** As a crash of the machine's memory would: no signal that the server could handle. */
function kill(dataDir: string): void {
  const pid = Number(readFileSync(join(dataDir, 'neo4j/home/server.pid'), 'utf8'));
  process.kill(pid, 'SIGKILL');
}

async function countLinked(graph: Awaited<ReturnType<typeof connectGraph>>): Promise<number> {
  let linked = 0;
  const books = (await liveBooks(graph)) as { publishers: unknown[] }[];
  for (const book of books) linked += book.publishers.length;
  return linked;
}
