import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Clock, type JsonObject, systemClock } from '@pipelines/core';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import { makeCliFolder, type CliFolder } from './cli-fixture.ts';

const DATA = ['--data-dir', 'data', '--quiet'];
const CURSOR_KEY = 'artifacts/2026-11-23/neo4j_load_cursor.json';
const BUSY_MS = 300_000;

/** Moves on by being looked at alone: a time budget ends at the same place on every machine. */
function hurriedClock(msPerLook: number): Clock {
  const startMs = systemClock.now();
  let looks = 0;
  return { now: () => startMs + (looks += 1) * msPerLook, setTimer: () => () => undefined };
}

describeWithNeo4j('the command line with a graph', () => {
  let folder: CliFolder;
  let neo4j: TestNeo4j;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await makeCliFolder();
    neo4j = await startTestNeo4j();
    await neo4j.clear();
    const { uri, user, password, database } = neo4j.engine;
    env = {
      NEO4J_URI: uri,
      NEO4J_USER: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database,
      // Many small transactions: a time budget ends between two of them.
      NEO4J_BATCH_SIZE: '5',
    };
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(() => folder.remove());

  const cli = (...args: string[]) => folder.cli([...args, ...DATA], { env });
  const json = (...args: string[]): Promise<JsonObject> => folder.json([...args, ...DATA], { env });

  it(
    'loads in pieces when the time is short, and goes on where it stopped',
    async () => {
      const source = ['--csv', 'award_data.csv', '--run-date', '2026-11-23', '--no-neo4j'];
      await cli('run', ...source);
      const options = ['--time-budget', '60', ...DATA];

      const first = await folder.cli(['load', ...options], { env, clock: hurriedClock(500) });
      const kept = await folder.files.head(CURSOR_KEY);
      const last = await json('load', '--resume');

      expect(first.code).toBe(5);
      expect(first.out).toMatch(/^load: partial\n/);
      expect(kept).toBeDefined();
      expect(last).toMatchObject({ status: 'success', done: true, passed: true });
      expect(Number(last['awards_submitted'])).toBeGreaterThan(150);
      expect(await folder.files.head(CURSOR_KEY)).toBeUndefined();
    },
    BUSY_MS,
  );

  it(
    'finds the graph fit for use, and equal to the file',
    async () => {
      const document = await json('smoke');

      expect(document).toMatchObject({
        status: 'success',
        passed: true,
        reconciliation_json_s3_key: 'artifacts/2026-11-23/reconciliation.json',
      });
    },
    BUSY_MS,
  );

  it(
    'counts what a reset would delete, and deletes only when the database is named',
    async () => {
      const counted = await json('reset', '--dry-run');
      const refused = await cli('reset', '--confirm-reset', 'other');
      const done = await json('reset', '--confirm-reset', neo4j.engine.database);
      const smoke = await cli('smoke');

      const { awards } = (counted as { would_delete: { awards: number } }).would_delete;
      expect(awards).toBeGreaterThan(150);
      expect(refused).toMatchObject({ code: 2, out: '' });
      expect(done).toMatchObject({ deleted: { awards } });
      expect(smoke.code).toBe(4);
    },
    BUSY_MS,
  );

  it(
    'runs all of it, and a refused password is a matter of configuration',
    async () => {
      const source = ['--csv', 'award_data.csv', '--run-date', '2026-11-23'];

      const document = await json('run', ...source);
      const refused = await folder.cli(['reset', '--dry-run'], {
        env: { ...env, NEO4J_PASSWORD: 'canary' },
      });

      expect(document).toMatchObject({
        status: 'success',
        output: { graph_loaded: true, smoke_passed: true },
      });
      expect(refused.code).toBe(3);
      expect(refused.err).not.toContain('canary');
    },
    BUSY_MS,
  );
});
