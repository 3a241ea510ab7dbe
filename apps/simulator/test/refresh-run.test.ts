import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import { runInProcess, type CommandEnd } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(180_000);

const MACHINE = 'sbir-analytics-weekly-refresh';
const AS_OF = ['--as-of', '2025-11-20T00:00:00Z'];

describe('the weekly refresh without a graph', () => {
  const cwd = temporaryFolder();
  /** Nothing on such a machine can run Neo4j. */
  const env = { PATH: cwd, HOME: cwd, JAVA_HOME: undefined };
  const simulator = (...args: readonly string[]): Promise<CommandEnd> =>
    runInProcess(args, cwd, { env });
  const run = (...more: readonly string[]): Promise<CommandEnd> =>
    simulator('run', MACHINE, ...AS_OF, ...more);
  beforeAll(async () => {
    await simulator('seed', 'sbir', '--awards', '700', ...AS_OF, '--quiet');
  });

  it('runs on the seeded files, says how to get a graph, and then finds nothing changed', async () => {
    const first = await run('--ascii');
    const second = await run('--ascii', '--quiet');

    expect(first.exitCode).toBe(0);
    expect(first.err).toMatch(/No Neo4j: .*\nOne of these helps: .*\n/);
    expect(first.out).toContain('Bucket: sbir-analytics-production-data\nGraph: none, its states');
    expect(first.out.match(/\[State .*/g)).toEqual([
      '[State 1/9] DownloadCSV',
      '[State 2/9] ValidateDataset',
      '[State 3/9] ProfileInputs',
      '[State 4/9] IngestionChecks',
      '[State 5/9] EnrichmentChecks',
      '[State 9/9] RecordSuccess',
    ]);
    expect(first.out).toContain('   row_count: 700\n');
    expect(first.out).toContain('   company_files: 9\n');
    expect(first.out).toContain('Skipped: ResetNeo4j, LoadNeo4j, SmokeChecks\n');
    expect(outputOf(first)).toMatchObject({ status: 'success', output: { row_count: 700 } });
    expect(second.exitCode).toBe(0);
    expect(second.err).toBe('');
    expect(second.out.match(/\[State .*/g)).toEqual(['[State 1/9] DownloadCSV']);
    expect(second.out).toContain('   changed: false\n');
  });

  it('leaves its artefacts where s3 reads them', async () => {
    const listed = await simulator('s3', 'ls', 's3://sbir-analytics-production-data/artifacts/');
    const manifest = await simulator(
      ...['s3', 'cp', 's3://sbir-analytics-production-data/state/last_success.json', '-'],
    );

    expect(listed.out).toBe(`${' '.repeat(27)}PRE 2025-11-20/\n${' '.repeat(27)}PRE latest/\n`);
    expect(JSON.parse(manifest.out)).toMatchObject({ row_count: 700, graph_loaded: false });
  });

  it('takes another file and bucket, and gives a script the output document', async () => {
    const out = path.join(cwd, 'mine');
    const args = ['--awards', '800', '--random-seed', '2', '--out', out, '--quiet'];
    await simulator('seed', 'sbir', ...args, ...AS_OF);

    const end = await run(
      ...['--source', 'mine/award_data.csv', '--companies', 'mine', '--json', '--quiet'],
      ...['--input', '{"run_neo4j":false,"s3_bucket":"mine-here"}'],
    );

    const report = JSON.parse(end.out) as JsonObject;
    expect(end.exitCode).toBe(0);
    expect(end.err).toBe('');
    expect(report).toMatchObject({
      status: 'SUCCEEDED',
      output: { output: { run_date: '2025-11-20', row_count: 800, graph_loaded: false } },
    });
    const listed = await simulator('s3', 'ls', 's3://mine-here/raw/companies/');
    expect(listed.out.trimEnd().split('\n')).toHaveLength(9);
  });

  it('ends with 4 when the data is below its checks', async () => {
    const end = await run(
      ...['--quiet', '--ascii', '--input'],
      '{"run_neo4j":false,"pass_rate_threshold":1,"force_refresh":true}',
    );

    expect(end.exitCode).toBe(4);
    expect(end.out).toContain('[FAIL] PIPELINE EXECUTION FAILED');
    expect(end.out).toContain('Error: ValidationFailed: Pass rate 0.');
  });

  it('ends with 3 when the input asks for a graph that cannot be had', async () => {
    const end = await run('--quiet', '--input', '{"run_neo4j":true}');

    expect(end.exitCode).toBe(3);
    expect(end.err).toContain('No Neo4j: ');
    expect(end.out).toBe('');
  });

  it('puts no company file into an S3 of the user', async () => {
    const given = { ...env, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1' };
    const args = ['run', MACHINE, ...AS_OF, '--input', '{"run_neo4j":false}'];

    const stop = new AbortController();
    let said = '';
    const err = {
      isTerminal: false,
      write(text: string): void {
        said += text;
        if (text.includes('aws s3 cp')) stop.abort(new StopRequestedError('SIGINT'));
      },
    };
    const seeded = await runInProcess(args, cwd, { env: given, err, signal: stop.signal });
    const named = await runInProcess([...args, '--companies', 'mine'], cwd, { env: given });

    expect(seeded.exitCode).toBe(130);
    expect(said).toContain('9 company files are not uploaded: AWS_ENDPOINT_URL_S3 or ');
    expect(named.exitCode).toBe(2);
    expect(named.err).toContain('simulator run: --companies: 9 company files are not uploaded');
    expect(named.out).toBe('');
  });

  it.each([
    [[MACHINE, '--mock'], 'have no mock answers'],
    [[MACHINE, '--task', 'LoadNeo4j'], 'need what those before them found'],
    [[MACHINE, '--source', 'none.csv'], 'ENOENT'],
    [['etl-pipeline', '--source', 'mine/award_data.csv'], 'etl-pipeline reads no award file'],
    [['etl-pipeline', '--companies', 'mine'], 'etl-pipeline reads no award file'],
  ])('refuses run %j', async (args, message) => {
    const end = await simulator('run', ...args);

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain(message);
  });

  it('is not repeated by bench-run', async () => {
    const end = await simulator('bench-run', MACHINE);

    expect(end.exitCode).toBe(2);
    expect(end.err).toContain('repeats machines on PostgreSQL');
  });
});

/** The document after `Output:`. */
function outputOf({ out }: CommandEnd): JsonObject {
  const document: unknown = JSON.parse(out.slice(out.indexOf('Output:\n') + 'Output:\n'.length));
  return isJsonObject(document) ? document : {};
}
