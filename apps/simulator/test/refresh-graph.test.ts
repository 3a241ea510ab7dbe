import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canEmbedNeo4j, openNeo4j, type Neo4jEngine } from '@pipelines/local-cloud';
import { machineEnv, runInProcess, type CommandEnd } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The first start on a machine fetches 125 MB. */
jest.setTimeout(600_000);

const MACHINE = 'sbir-analytics-weekly-refresh';
const AS_OF = ['--as-of', '2025-11-20T00:00:00Z'];

const env = { ...machineEnv, PATH: process.env['PATH'], JAVA_HOME: process.env['JAVA_HOME'] };

const describeWithJava = canEmbedNeo4j(env) ? describe : describe.skip;

describeWithJava('the weekly refresh with its graph (needs Java 17 or newer)', () => {
  const cwd = temporaryFolder();
  let engine: Neo4jEngine;
  beforeAll(async () => {
    // Shared by every command below, as a running demo shares it.
    engine = await openNeo4j({ dataDir: path.join(cwd, '.simulator'), env, isThrowaway: true });
  });
  afterAll(() => engine?.stop());

  const simulator = (...args: readonly string[]): Promise<CommandEnd> =>
    runInProcess(args, cwd, { env });
  const awardsInGraph = async (): Promise<unknown> => {
    const statement = 'MATCH (a:Award) WHERE a.removed_in IS NULL RETURN count(a) AS awards';
    const { out } = await simulator('cypher', statement, '--json', '--quiet');
    return JSON.parse(out);
  };

  it('is what the demo shows after the conflict report', async () => {
    const end = await simulator('demo', '--visits', '200', '--once', '--ascii');

    const submitted = /awards_submitted: ([\d,]+)/.exec(end.out)?.[1]?.replace(',', '');
    expect(end.exitCode).toBe(0);
    expect(end.err).toContain('Sharing the Neo4j of process');
    expect(end.out.match(/\[State \d\/9\] .*/g)).toEqual([
      '[State 1/9] DownloadCSV',
      '[State 2/9] ValidateDataset',
      '[State 3/9] ProfileInputs',
      '[State 4/9] IngestionChecks',
      '[State 5/9] EnrichmentChecks',
      '[State 7/9] LoadNeo4j',
      '[State 8/9] SmokeChecks',
      '[State 9/9] RecordSuccess',
    ]);
    expect(end.out).toContain('Skipped: ResetNeo4j\n');
    expect(end.out).toContain(`Graph: ${engine.uri}\n`);
    expect(await awardsInGraph()).toEqual([{ awards: Number(submitted) }]);
  });

  it('is emptied and loaded anew by run, when the input says so by name', async () => {
    await simulator(...['seed', 'sbir', '--awards', '700', '--random-seed', '2'], ...AS_OF);
    const input = { reset_neo4j: true, confirm_reset: engine.database };

    const end = await simulator(
      'run',
      MACHINE,
      ...AS_OF,
      '--json',
      '--input',
      JSON.stringify(input),
    );

    const manifest = await simulator(
      ...['s3', 'cp', 's3://sbir-analytics-production-data/state/last_success.json', '-'],
    );
    expect(end.exitCode).toBe(0);
    expect(JSON.parse(end.out)).toMatchObject({
      status: 'SUCCEEDED',
      output: { output: { row_count: 700, graph_loaded: true } },
    });
    expect(JSON.parse(manifest.out)).toMatchObject({ row_count: 700, graph_loaded: true });
    const [{ awards }] = (await awardsInGraph()) as [{ awards: number }];
    expect(awards).toBeGreaterThan(600);
    expect(awards).toBeLessThanOrEqual(700);
  });
});
