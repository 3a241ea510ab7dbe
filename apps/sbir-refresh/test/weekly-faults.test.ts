import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { awardColumns } from '@pipelines/contracts';
import type { JsonObject } from '@pipelines/core';
import { awardFile, companyFile } from './award-files.ts';
import {
  answers,
  type Reply,
  sends,
  type SourceServer,
  startSourceServer,
} from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';
import { runWeekly, type WeeklyRun } from './weekly-machine.ts';

const STATE_KEY = 'state/last_success.json';
const COMPANIES = 'raw/companies/x-company_search_1.csv';
const BUSY_MS = 120_000;
/** Two rows and a name: each test has a file of its own, which no earlier run has processed. */
let files = 0;
const freshFile = (header?: readonly string[]): string => {
  files += 1;
  return awardFile([{ 'Award Title': `File ${files}` }, {}], header);
};
const SUCCESS = { result: { status: 'SUCCEEDED' }, output: { status: 'success' } };
const failsWith = (error: string) => ({ result: { status: 'FAILED', error } });

describe('the weekly refresh without a graph, when something goes wrong', () => {
  let cloud: StepCloud;
  let server: SourceServer | undefined;
  let before: string;

  beforeAll(async () => {
    cloud = await startStepCloud('sbir-data');
    process.env['MIN_SOURCE_BYTES'] = '100';
    await cloud.store.write(COMPANIES, companyFile([['Acme Sensors', 'ABC123DEF456']]));
    await run([sends(freshFile())], '2026-11-16');
  });
  beforeEach(async () => {
    before = await cloud.store.readText(STATE_KEY);
  });
  afterAll(async () => {
    await server?.stop();
    await cloud.stop();
  });

  async function run(
    replies: readonly Reply[],
    run_date: string,
    input: JsonObject = {},
  ): Promise<WeeklyRun> {
    await server?.stop();
    server = await startSourceServer(replies);
    process.env['ALLOWED_SOURCE_HOSTS'] = server.origin;
    return runWeekly({
      source_url: `${server.origin}/a.csv`,
      run_date,
      run_neo4j: false,
      ...input,
    });
  }
  const keysOf = async (date: string): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of cloud.store.list('')) if (key.includes(date)) keys.push(key);
    return keys;
  };
  const expectUntouched = async (): Promise<void> => {
    expect(await cloud.store.readText(STATE_KEY)).toBe(before);
  };
  const expectRecovery = async (body: string, date: string): Promise<void> => {
    const next = await run([sends(body)], date);
    expect(next).toMatchObject({ ...SUCCESS, output: { output: { changed: true } } });
    expect(JSON.parse(await cloud.store.readText(STATE_KEY))).toMatchObject({ run_date: date });
  };

  it(
    'tries again in the function, then in the machine, when the source answers 500',
    async () => {
      const down = [answers(500), answers(500), answers(500)];

      const { result, calls, output } = await run([...down, sends(freshFile())], '2026-11-17');

      expect(result.status).toBe('SUCCEEDED');
      expect(output).toMatchObject({ output: { changed: true, row_count: 2 } });
      expect(calls['download-csv']).toBe(2);
      expect(server?.requests).toHaveLength(4);
    },
    BUSY_MS,
  );

  it(
    'gives a body that is cut off the same attempts as no body, and stores nothing of it',
    async () => {
      const body = freshFile();
      const half = body.slice(0, body.length - 50);
      const cut: Reply = (response) => {
        response.writeHead(200, { 'content-length': String(Buffer.byteLength(body)) });
        response.write(half, () => response.destroy());
      };

      const refused = await run([cut], '2026-11-18');

      expect(refused).toMatchObject(failsWith('SourceUnavailableError'));
      expect(refused.calls).toEqual({ 'download-csv': 4 });
      expect(server?.requests).toHaveLength(12);
      expect(await keysOf('2026-11-18')).toEqual([]);
      await expectUntouched();
      await expectRecovery(body, '2026-11-18');
    },
    BUSY_MS,
  );

  it('refuses a page at once and stores nothing of it', async () => {
    const body = freshFile();

    const refused = await run([sends('<html>Company</html>')], '2026-11-19');

    expect(refused).toMatchObject(failsWith('SourceRejectedError'));
    expect(refused.calls).toEqual({ 'download-csv': 1 });
    expect(await keysOf('2026-11-19')).toEqual([]);
    await expectUntouched();
    await expectRecovery(body, '2026-11-19');
  });

  it('refuses a drifted header without another attempt, until drift is allowed', async () => {
    const body = freshFile([...awardColumns.slice(0, -1), 'PI Fax']);

    const refused = await run([sends(body)], '2026-11-20');
    const keys = await keysOf('2026-11-20');
    await expectUntouched();
    const allowed = await run([sends(body)], '2026-11-20', { allow_schema_drift: true });

    expect(refused).toMatchObject(failsWith('SchemaDriftError'));
    expect(refused.calls['validate-dataset']).toBe(1);
    expect(refused.states).not.toContain('IngestionChecks');
    expect(keys).toContain('raw/awards/2026-11-20/award_data.csv');
    expect(keys).not.toContain('artifacts/2026-11-20/metadata.json');
    expect(allowed).toMatchObject({ ...SUCCESS, output: { output: { changed: true } } });
  });

  it('keeps the report of a file below the pass rate, and takes it for new next week', async () => {
    files += 1;
    const body = awardFile([{ 'Award Title': `File ${files}` }, { Company: '' }]);

    const refused = await run([sends(body)], '2026-11-21');

    expect(refused).toMatchObject(failsWith('ValidationFailed'));
    expect(refused.result.cause).toBe(
      'Pass rate 0.5 is below 0.95. Report: artifacts/2026-11-21/sbir_validation_report.json',
    );
    expect(refused.calls['ingestion-checks']).toBe(1);
    expect(refused.states).not.toContain('EnrichmentChecks');
    expect(await keysOf('2026-11-21')).toContain(
      'artifacts/2026-11-21/sbir_validation_report.json',
    );
    await expectUntouched();
    const again = await run([sends(body)], '2026-11-28', { pass_rate_threshold: 0.5 });
    expect(again).toMatchObject({ ...SUCCESS, output: { output: { changed: true } } });
  });

  it('goes on without an enrichment that fails, and names what went wrong', async () => {
    await cloud.store.write(COMPANIES, 'Company Name,UEI,DUNs\n"never closed');

    const { result, output, calls, states } = await run([sends(freshFile())], '2026-11-22');
    await cloud.store.write(COMPANIES, companyFile([['Acme Sensors', 'ABC123DEF456']]));

    expect(result.status).toBe('SUCCEEDED');
    expect(states).toContain('EnrichmentSkipped');
    expect(calls['enrichment-checks']).toBe(1);
    expect(output).toMatchObject({ output: { match_rate: null, enrichment_json_s3_key: null } });
    const manifest = await cloud.store.readText('artifacts/2026-11-22/run_manifest.json');
    expect(JSON.parse(manifest)).toMatchObject({
      results: { enrichment: { status: 'error', warnings: ['MalformedCsvError'] } },
    });
    await expectRecovery(freshFile(), '2026-11-29');
  });

  it(
    'carries as much from state to state for 50 000 bad rows as for 1 000',
    async () => {
      const bad = (rows: number): string =>
        awardFile(Array.from({ length: rows }, () => ({ Company: '', 'Award Amount': 'x' })));
      const input = { pass_rate_threshold: 0 };

      const few = await run([sends(bad(1_000))], '2026-11-24', input);
      const many = await run([sends(bad(50_000))], '2026-11-25', input);

      expect([few.result.status, many.result.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(few.largestBytes).toBeGreaterThan(1_000);
      // Numbers get longer by a digit or two, and nothing else grows.
      expect(many.largestBytes - few.largestBytes).toBeLessThan(500);
      expect(many.largestBytes).toBeLessThan(262_144);
    },
    BUSY_MS,
  );
});
