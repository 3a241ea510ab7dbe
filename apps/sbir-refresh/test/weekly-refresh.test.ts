import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import {
  describeWithNeo4j,
  startTestNeo4j,
  TEST_NEO4J_TIMEOUT_MS,
  type TestNeo4j,
} from '@pipelines/testing';
import { sends, type SourceServer, startSourceServer } from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';
import { runWeekly, type WeeklyRun } from './weekly-machine.ts';

const SAMPLE = { awards: 800, seed: 5, asOf: '2026-11-23' };
const FOLDER = 'artifacts/2026-11-23';
/** For several executions in one test, on a machine that is busy with others. */
const BUSY_MS = 300_000;
const awardsOf = (change: object): string =>
  [...generateAwardFile({ ...SAMPLE, ...change }).chunks()].join('');

describeWithNeo4j('the weekly refresh, from source to graph', () => {
  let cloud: StepCloud;
  let neo4j: TestNeo4j;
  let server: SourceServer;
  let source = awardsOf({});

  beforeAll(async () => {
    neo4j = await startTestNeo4j();
    await neo4j.clear();
    cloud = await startStepCloud('sbir-data');
    server = await startSourceServer([(...call) => sends(source)(...call)]);
    const { uri, user, password, database } = neo4j.engine;
    Object.assign(process.env, {
      ALLOWED_SOURCE_HOSTS: server.origin,
      NEO4J_URI: uri,
      NEO4J_USERNAME: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database,
    });
    for (const file of generateCompanyFiles(SAMPLE)) {
      await cloud.store.write(`raw/companies/${file.name}`, [...file.chunks()].join(''));
    }
  }, TEST_NEO4J_TIMEOUT_MS);

  afterAll(async () => {
    await server.stop();
    await cloud.stop();
  });

  const run = (input: JsonObject = {}): Promise<WeeklyRun> =>
    runWeekly({ source_url: `${server.origin}/a.csv`, run_date: '2026-11-23', ...input });
  const read = async (key: string): Promise<JsonObject> =>
    JSON.parse(await cloud.store.readText(key)) as JsonObject;
  const loaded = async (): Promise<unknown> =>
    (await read(`${FOLDER}/neo4j_load_metrics.json`))['result'];

  it(
    'loads a changed file, and the graph equals it to the cent',
    async () => {
      const { result, output } = await run();

      expect(result).toMatchObject({ status: 'SUCCEEDED' });
      expect(output).toMatchObject({
        status: 'success',
        output: {
          changed: true,
          row_count: 800,
          smoke_passed: true,
          graph_loaded: true,
          metrics_s3_key: `${FOLDER}/neo4j_load_metrics.json`,
          reconciliation_json_s3_key: `${FOLDER}/reconciliation.json`,
        },
      });
      const reconciliation = await read(`${FOLDER}/reconciliation.json`);
      expect(reconciliation).toMatchObject({ passed: true });
      const { checks } = reconciliation as unknown as {
        checks: readonly { name: string; left: number; right: number }[];
      };
      expect(checks.slice(0, 6).map(({ name }) => name)).toEqual([
        'row_count = total_records',
        'total_records = passed + failed',
        'passed = distinct + editions + exact duplicates',
        'distinct = submitted + skipped',
        'awards_submitted = live awards',
        'amount_cents submitted = live',
      ]);
      expect(checks.filter(({ left, right }) => left !== right)).toEqual([]);
      expect(checks[5]?.left).toBeGreaterThan(1_000_000);
      const smoke = await read(`${FOLDER}/neo4j_smoke_check.json`);
      expect(smoke['checks']).toHaveLength(10);
    },
    BUSY_MS,
  );

  it('leaves reports for people, and a manifest that lists them', async () => {
    const texts = await Promise.all(
      ['neo4j_load_summary.md', 'neo4j_smoke_check.md', 'reconciliation.md'].map((name) =>
        cloud.store.readText(`${FOLDER}/${name}`),
      ),
    );
    const manifest = await read(`${FOLDER}/run_manifest.json`);

    expect(texts.map((text) => text.split('\n')[0])).toEqual([
      '# Neo4j SBIR Awards Load',
      '# Neo4j Smoke Checks',
      '# SBIR reconciliation',
    ]);
    expect(texts.every((text) => text.includes('✅'))).toBe(true);
    const artifacts = JSON.stringify(manifest['artifacts']);
    expect(artifacts).toContain(`${FOLDER}/reconciliation.json`);
    expect(JSON.stringify([texts, manifest])).not.toContain(neo4j.engine.password);
  });

  it('ends at once when the same file is there again', async () => {
    const { states } = await run();

    expect(states).toEqual([
      'Defaults',
      'NormalizeInput',
      'DownloadCSV',
      'CheckChanges',
      'EndNoChanges',
    ]);
  });

  it(
    'goes through an unchanged file when it is forced, and changes nothing in the graph',
    async () => {
      const { output } = await run({ force_refresh: true });

      expect(output).toMatchObject({
        output: { changed: false, smoke_passed: true, digest_counts: { added: 0, changed: 0 } },
      });
      expect(await loaded()).toMatchObject({
        status: 'success',
        awards_loaded: 0,
        companies_loaded: 0,
        researchers_loaded: 0,
        institutions_loaded: 0,
        awards_tombstoned: 0,
        relationships_created: 0,
        relationships_deleted: 0,
      });
    },
    BUSY_MS,
  );

  it(
    'stops below the pass rate and does not take the file for processed',
    async () => {
      source = awardsOf({ awards: 700 });

      const refused = await run({ pass_rate_threshold: 1 });
      const next = await run();

      expect(refused.result).toMatchObject({ status: 'FAILED', error: 'ValidationFailed' });
      expect(refused.states).not.toContain('LoadNeo4j');
      expect(next.output).toMatchObject({ output: { changed: true, smoke_passed: true } });
      const { awards_submitted, awards_tombstoned } = (await loaded()) as Record<string, number>;
      expect(awards_submitted).toBeGreaterThan(600);
      expect(awards_tombstoned).toBeGreaterThan(50);
    },
    BUSY_MS,
  );

  it(
    'checks a file without the graph, and loads it the next time',
    async () => {
      source = awardsOf({});

      const checked = await run({ run_neo4j: false });
      const again = await run({ run_neo4j: false });
      const next = await run();

      expect(checked.states).not.toContain('LoadNeo4j');
      expect(checked.output).toMatchObject({
        output: { graph_loaded: false, smoke_passed: null, metrics_s3_key: null },
      });
      expect(again.states.at(-1)).toBe('EndNoChanges');
      expect(next.output).toMatchObject({ output: { changed: true, graph_loaded: true } });
      expect(await loaded()).toMatchObject({ awards_created: 0 });
      const { awards_revived } = (await loaded()) as Record<string, number>;
      expect(awards_revived).toBeGreaterThan(50);
    },
    BUSY_MS,
  );

  it(
    'empties the graph before the load only when the database is named',
    async () => {
      const input = { force_refresh: true, reset_neo4j: true };

      const refused = await run({ ...input, confirm_reset: 'yes' });
      const { output, states } = await run({ ...input, confirm_reset: neo4j.engine.database });

      expect(refused.result).toMatchObject({ status: 'FAILED', error: 'GraphResetRefusedError' });
      expect(states).toContain('ResetNeo4j');
      expect(output).toMatchObject({ output: { smoke_passed: true } });
      const { awards_created, awards_submitted } = (await loaded()) as Record<string, number>;
      expect(awards_created).toBe(awards_submitted);
    },
    BUSY_MS,
  );
});
