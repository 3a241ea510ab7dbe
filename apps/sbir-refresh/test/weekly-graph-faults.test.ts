import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@pipelines/core';
import { openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import { connectGraph } from '@pipelines/neo4j-load';
import { generateAwardFile } from '@pipelines/sample-data';
import { describeWithNeo4j, TEST_NEO4J_TIMEOUT_MS } from '@pipelines/testing';
import { handler as loadNeo4j } from '../src/handlers/load-neo4j.ts';
import { handler as resetNeo4j } from '../src/handlers/reset-neo4j.ts';
import { handler as smokeChecks } from '../src/handlers/smoke-checks.ts';
import { hurriedLoad } from './hurried-load.ts';
import { sends, type SourceServer, startSourceServer } from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';
import { runWeekly, type Step, type WeeklyRun } from './weekly-machine.ts';

const STATE_KEY = 'state/last_success.json';
const BUSY_MS = 300_000;
const awardsOf = (awards: number): string =>
  [...generateAwardFile({ awards, seed: 5, asOf: '2026-11-23' }).chunks()].join('');

describeWithNeo4j('the weekly refresh, when something goes wrong with its graph', () => {
  let dataDir: string;
  let engine: Neo4jEngine;
  let cloud: StepCloud;
  let server: SourceServer;
  let source = awardsOf(200);

  /** A server of this file's own: one test kills it. */
  const startEngine = async (): Promise<void> => {
    const env = { ...process.env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' };
    engine = await openNeo4j({ dataDir, env, isThrowaway: true });
    const { uri, user, password, database } = engine;
    Object.assign(process.env, {
      NEO4J_URI: uri,
      NEO4J_USERNAME: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database,
    });
  };
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'weekly-graph-faults-'));
    cloud = await startStepCloud('sbir-data');
    await startEngine();
    server = await startSourceServer([(...call) => sends(source)(...call)]);
    Object.assign(process.env, { ALLOWED_SOURCE_HOSTS: server.origin, MIN_SOURCE_BYTES: '100' });
  }, TEST_NEO4J_TIMEOUT_MS);
  afterAll(async () => {
    await server.stop();
    await cloud.stop();
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const run = (input: JsonObject = {}, replaced: Record<string, Step> = {}): Promise<WeeklyRun> => {
    const event = { source_url: `${server.origin}/a.csv`, run_date: '2026-11-23', ...input };
    return runWeekly({ pass_rate_threshold: 0.9, ...event }, replaced);
  };
  const change = async (cypher: string): Promise<void> => {
    const graph = await connectGraph(engine);
    await graph.write((transaction) => transaction.run(cypher));
    await graph.close();
  };
  /** Every node and relationship, in words. */
  const picture = async (): Promise<readonly unknown[]> => {
    const graph = await connectGraph(engine);
    const lines: unknown[] = [];
    for (const query of [
      'MATCH (n) UNWIND keys(n) AS k RETURN labels(n)[0] + k + toString(n[k]) AS line ORDER BY line',
      `MATCH (a)-[r]->(b) RETURN type(r) + coalesce(a.award_key, a.name) + " " +
         coalesce(b.award_key, b.name) AS line ORDER BY line`,
    ]) {
      for await (const row of graph.read(query)) lines.push(row['line']);
    }
    await graph.close();
    return lines;
  };
  const loaded = async (): Promise<JsonObject> => {
    const text = await cloud.store.readText('artifacts/2026-11-23/neo4j_load_metrics.json');
    return (JSON.parse(text) as { result: JsonObject }).result;
  };

  it(
    'enters the load again by its cursor, and the graph is that of a load in one go',
    async () => {
      const inPieces = await run({}, { 'load-neo4j': hurriedLoad({ msPerLook: 10_000 }) });
      const pieces = await picture();
      await change('MATCH (n) DETACH DELETE n');
      const whole = await run({ force_refresh: true });

      expect([inPieces.result.status, whole.result.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(inPieces.output).toMatchObject({ output: { smoke_passed: true } });
      expect(inPieces.calls['load-neo4j']).toBeGreaterThanOrEqual(4);
      expect(whole.calls['load-neo4j']).toBe(1);
      expect(pieces.length).toBeGreaterThan(1_000);
      expect(await picture()).toEqual(pieces);
    },
    BUSY_MS,
  );

  it(
    'creates and updates nothing with the same file again',
    async () => {
      const before = await picture();

      await run({ force_refresh: true });

      expect(await loaded()).toMatchObject({
        awards_created: 0,
        awards_updated: 0,
        relationships_created: 0,
      });
      expect(await picture()).toEqual(before);
    },
    BUSY_MS,
  );

  it(
    'does not record a graph that lost an award, and the next run mends it',
    async () => {
      source = awardsOf(210);
      const before = await cloud.store.readText(STATE_KEY);
      const lossy: Step = async (event) => {
        await change('MATCH (a:Award) WHERE a.removed_in IS NULL WITH a LIMIT 1 DETACH DELETE a');
        return smokeChecks(event);
      };

      const failed = await run({}, { 'smoke-checks': lossy });
      const untouched = await cloud.store.readText(STATE_KEY);
      const next = await run();

      expect(failed.result).toMatchObject({
        status: 'FAILED',
        error: 'SmokeChecksFailed',
        cause: 'Smoke checks failed. Report: artifacts/2026-11-23/neo4j_smoke_check.json',
      });
      expect(failed.calls['smoke-checks']).toBe(1);
      expect(untouched).toBe(before);
      expect(next.output).toMatchObject({ output: { changed: true, smoke_passed: true } });
      expect(await loaded()).toMatchObject({ awards_created: 1 });
    },
    BUSY_MS,
  );

  it(
    'finds nothing left to delete after a reset',
    async () => {
      let left: unknown;
      const afterReset: Step = async (event) => {
        left = await resetNeo4j({ dry_run: true });
        return loadNeo4j(event);
      };
      const input = { force_refresh: true, reset_neo4j: true, confirm_reset: engine.database };

      const { result, calls } = await run(input, { 'load-neo4j': afterReset });

      expect(result.status).toBe('SUCCEEDED');
      expect(calls['reset-neo4j']).toBe(1);
      const none = { awards: 0, companies: 0, researchers: 0, institutions: 0, relationships: 0 };
      expect(left).toMatchObject({ body: { dry_run: true, deleted: null, would_delete: none } });
    },
    BUSY_MS,
  );

  it(
    'goes on when its server is killed in the middle of a load and comes back',
    async () => {
      source = awardsOf(260);
      await change('MATCH (n) DETACH DELETE n');
      let attempts = 0;
      const killing = hurriedLoad({ msPerLook: 1, onLook: (looks) => looks === 60 && kill() });
      const kill = (): void => {
        const pid = Number(readFileSync(join(dataDir, 'neo4j/home/server.pid'), 'utf8'));
        process.kill(pid, 'SIGKILL');
      };
      const brokenOnce: Step = async (event) => {
        attempts += 1;
        if (attempts === 1) return killing(event);
        await startEngine();
        return loadNeo4j(event);
      };

      const { result, calls, output } = await run({}, { 'load-neo4j': brokenOnce });

      expect(result.status).toBe('SUCCEEDED');
      expect(calls['load-neo4j']).toBe(2);
      expect(output).toMatchObject({ output: { smoke_passed: true, graph_loaded: true } });
      // Some were committed before the kill, and are there still; the others were not.
      const { awards_unchanged, awards_created } = (await loaded()) as Record<string, number>;
      expect(awards_unchanged).toBeGreaterThan(0);
      expect(awards_created).toBeGreaterThan(0);
    },
    BUSY_MS,
  );
});
