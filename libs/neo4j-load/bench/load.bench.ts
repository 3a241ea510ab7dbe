// Nodes and relationships a second into an embedded Neo4j, beside what one would write first: a
// loop of UNWIND … MERGE in one session. Each loads the same rows into an empty graph, twice in
// turn, so that both meet a cold and a warm server.
// node libs/neo4j-load/bench/load.bench.ts [rows]
import { systemClock } from '@pipelines/core';
import { emptyNeo4j, openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import {
  connectGraph,
  createBatchSize,
  defineGraphProfile,
  ensureSchema,
  nodeStage,
  relationshipStage,
  runStages,
} from '../src/index.ts';

const ROWS = Number(process.argv[2] ?? 200_000);
const BATCH_ROWS = 10_000;
const SESSIONS = 4;
const HEAP_MIB = 1_024;

const profile = defineGraphProfile({
  name: 'bench',
  nodes: [
    {
      label: 'Award',
      key: 'id',
      properties: { title: 'string', amount: 'integer', agency: 'string', day: 'date' },
      bookkeeping: { rowHash: 'row_hash', firstSeen: 'first_seen', removedIn: 'removed_in' },
    },
    { label: 'Company', key: 'id', properties: { name: 'string' } },
  ],
  relationships: [{ type: 'AWARDS', from: 'Award', to: 'Company', properties: {} }],
});

interface Timing {
  readonly nodesMs: number;
  readonly relationshipsMs: number;
}

const companyOf = (index: number): string => `company-${(index * 7_919) % Math.ceil(ROWS / 4)}`;
const awardOf = (index: number): Record<string, string | number> => ({
  title: `Award number ${index} of many`,
  amount: index * 100,
  agency: `Agency ${index % 11}`,
  day: `20${String(10 + (index % 15))}-0${1 + (index % 9)}-11`,
});
const companies = [...new Set(Array.from({ length: ROWS }, (_, index) => companyOf(index)))];

async function loadOurs(engine: Neo4jEngine): Promise<Timing> {
  const graph = await connectGraph({ ...engine, sessions: SESSIONS });
  await ensureSchema(graph, profile);
  const batchSize = createBatchSize(BATCH_ROWS);
  const load = { graph, profile, batchSize, clock: systemClock, vintage: '2026-11-23' };
  const run = (...stages: Parameters<typeof runStages>[0]['stages']): Promise<unknown> =>
    runStages({
      stages,
      clock: systemClock,
      deadlineMs: Infinity,
      windowItems: BATCH_ROWS,
      windowsAtOnce: SESSIONS,
    });
  const indexes = Array.from({ length: ROWS }, (_, index) => index);
  const nodesMs = await timeOf(() =>
    run(
      nodeStage(load, {
        name: 'companies',
        label: 'Company',
        rows: () => companies.map((key) => ({ key, values: { name: key } })),
      }),
      nodeStage(load, {
        name: 'awards',
        label: 'Award',
        rows: () =>
          indexes.map((index) => ({
            key: `award-${index}`,
            values: awardOf(index),
            rowHash: String(index),
          })),
      }),
    ),
  );
  const relationshipsMs = await timeOf(() =>
    run(
      relationshipStage(load, {
        name: 'awards-to',
        type: 'AWARDS',
        rows: () => indexes.map((index) => ({ from: `award-${index}`, to: companyOf(index) })),
      }),
    ),
  );
  await graph.close();
  return { nodesMs, relationshipsMs };
}

async function loadPlainly(engine: Neo4jEngine): Promise<Timing> {
  const driver = neo4j.driver(engine.uri, neo4j.auth.basic(engine.user, engine.password));
  const session = driver.session();
  for (const label of ['Award', 'Company']) {
    await session.run(`CREATE CONSTRAINT IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`);
  }
  const run = async (cypher: string, rows: readonly unknown[]): Promise<void> => {
    for (let offset = 0; offset < rows.length; offset += BATCH_ROWS) {
      const batch = rows.slice(offset, offset + BATCH_ROWS);
      await session.executeWrite((transaction) => transaction.run(cypher, { rows: batch }));
    }
  };
  const awards = Array.from({ length: ROWS }, (_, index) => ({
    id: `award-${index}`,
    company: companyOf(index),
    values: awardOf(index),
  }));
  const nodesMs = await timeOf(async () => {
    await run('UNWIND $rows AS row MERGE (c:Company {id: row}) SET c.name = row', companies);
    await run('UNWIND $rows AS row MERGE (a:Award {id: row.id}) SET a += row.values', awards);
  });
  const relationshipsMs = await timeOf(() =>
    run(
      `UNWIND $rows AS row MATCH (a:Award {id: row.id}) MATCH (c:Company {id: row.company})
       MERGE (a)-[:AWARDS]->(c)`,
      awards,
    ),
  );
  await driver.close();
  return { nodesMs, relationshipsMs };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function report(name: string, { nodesMs, relationshipsMs }: Timing): void {
  const rate = (rows: number, ms: number): string =>
    `${Math.round(rows / (ms / 1_000)).toLocaleString('en')}/s`;
  const nodes = rate(ROWS + companies.length, nodesMs);
  console.log(`${name.padEnd(28)} nodes ${nodes}, relationships ${rate(ROWS, relationshipsMs)}`);
}

const dataDir = await mkdtemp(join(tmpdir(), 'neo4j-bench-'));
const env = { ...process.env, PIPELINES_NO_DOCKER: '1' };
const engine = await openNeo4j({ dataDir, env, heapMib: HEAP_MIB, onProgress: console.log });
try {
  for (const round of ['cold', 'warm']) {
    for (const [name, load] of [
      ['plain loop', loadPlainly],
      ['neo4j-load', loadOurs],
    ] as const) {
      await emptyNeo4j(engine);
      report(`${name}, ${round}`, await load(engine));
      report(`${name}, ${round}, again`, await load(engine));
    }
  }
} finally {
  await engine.stop();
  await rm(dataDir, { recursive: true, force: true });
}
