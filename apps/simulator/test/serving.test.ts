import { describe, expect, it, jest } from '@jest/globals';
import { SFNClient, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { runSimulator, startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(120_000);

describe('simulator serve, as a process', () => {
  const cwd = temporaryFolder();

  it('shares its engine with commands, refuses its port to another, ends by SIGINT', async () => {
    const serve = startSimulator(['serve', '--port', '0'], { cwd });
    const banner = await serve.printed('Stop with Ctrl-C.');
    const url = /URL +(http:\S+)/.exec(banner)?.[1] ?? '';
    const { port } = new URL(url);

    const sql = await runSimulator(['sql', 'select 1 as one', '--json'], { cwd });
    const other = await runSimulator(['serve', '--mock', '--port', port], { cwd });
    const client = new SFNClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { stateMachines } = await client.send(new ListStateMachinesCommand({}));
    client.destroy();
    serve.child.kill('SIGINT');
    const end = await serve.ended;

    expect(banner).toMatch(
      /Machines +etl-pipeline, etl-pipeline-chunked, etl-pipeline-full, sbir-\S+\n/,
    );
    expect(banner).toMatch(/Functions +etl-pipeline-function, download-csv, /);
    expect(banner).toMatch(/PostgreSQL +18\.\d+ \(embedded\) on 127\.0\.0\.1:\d+\n/);
    expect(banner).toContain(
      `URL         ${url} (Step Functions, S3, Secrets Manager, Lambda and the page)\n`,
    );
    expect(banner).not.toContain('AWS_ENDPOINT_URL_');
    expect(banner).toMatch(/export AWS_ACCESS_KEY_ID=LKIA[0-9A-F]{16}\n/);
    expect(sql.stderr).toContain('Sharing the PostgreSQL of process');
    expect(JSON.parse(sql.stdout)).toEqual([{ one: 1 }]);
    expect([other.exitCode, other.stderr]).toEqual([
      3,
      `simulator serve: Port ${port} of 127.0.0.1 is in use. Choose another with --port, or 0 for a free one.\n`,
    ]);
    expect(stateMachines?.map(({ name }) => name)).toEqual([
      'etl-pipeline',
      'etl-pipeline-chunked',
      'etl-pipeline-full',
      'sbir-analytics-weekly-refresh',
    ]);
    expect(end.exitCode).toBe(130);
  });
});

describe('simulator demo, as a process', () => {
  const cwd = temporaryFolder();
  const once = ['demo', '--visits', '500', '--no-graph', '--once'];

  it('seeds, runs and ends with --once; the second time it does not seed again', async () => {
    const first = await runSimulator(once, { cwd, env: { POSTGRES_HOST: 'db.example' } });
    const second = await runSimulator(once, { cwd });

    expect(first.exitCode).toBe(0);
    expect(first.stderr).toContain('POSTGRES_HOST: set, but the demo leaves what is there alone');
    expect(first.stderr).toContain('Writing 2,000 generated awards');
    expect(first.stderr).toContain('Seeding 500 generated visits');
    expect(first.stdout).toContain('✅ PIPELINE EXECUTION COMPLETED SUCCESSFULLY\n');
    const rows = (label: string): string | undefined =>
      new RegExp(`^ +([\\d,]+) {2}${label}$`, 'm').exec(first.stdout)?.[1];
    const copied = /Rows Affected: ([\d,]+)/.exec(first.stdout)?.[1];
    expect(copied).toMatch(/\d/);
    expect(rows('pairs copied for comparison')).toBe(copied);
    expect(second.exitCode).toBe(0);
    expect(first.stdout).toContain('   row_count: 2,000\n');
    expect(first.stdout).toContain('Skipped: ResetNeo4j, LoadNeo4j, SmokeChecks\n');
    expect(second.stderr).toContain('The database holds visits already');
    expect(second.stdout).toContain('   changed: false\n');
  });

  it('stays up at the printed URL without --once', async () => {
    const demo = startSimulator(['demo', '--no-graph', '--port', '0'], { cwd });
    const output = await demo.printed('Stop with Ctrl-C.');
    const url = /URL +(http:\S+)/.exec(output)?.[1] ?? '';

    const answer = await fetch(`${url}/health`);
    demo.child.kill('SIGTERM');
    const end = await demo.ended;

    expect(answer.status).toBe(200);
    expect(end.exitCode).toBe(143);
  });
});
