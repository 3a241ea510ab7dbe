import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { handler as downloadCsv } from '../src/handlers/download-csv.ts';
import { handler as enrichmentChecks } from '../src/handlers/enrichment-checks.ts';
import { handler as ingestionChecks } from '../src/handlers/ingestion-checks.ts';
import { handler as profileInputs } from '../src/handlers/profile-inputs.ts';
import { handler as validateDataset } from '../src/handlers/validate-dataset.ts';
import { sends, type SourceServer, startSourceServer } from './source-server.ts';
import { startStepCloud, type StepCloud } from './step-cloud.ts';

const SAMPLE = { awards: 4_500, seed: 3, asOf: '2026-11-23' };
const RUN = { run_date: '2026-11-23', raise_on_error: true };
const KEY = 'raw/awards/2026-11-23/award_data.csv';

let cloud: StepCloud;
let server: SourceServer;

beforeAll(async () => {
  cloud = await startStepCloud('sbir-data');
  const awards = [...generateAwardFile(SAMPLE).chunks()].join('');
  server = await startSourceServer([sends(awards)]);
  process.env['ALLOWED_SOURCE_HOSTS'] = server.origin;
  for (const file of generateCompanyFiles(SAMPLE)) {
    await cloud.store.write(`raw/companies/${file.name}`, [...file.chunks()].join(''));
  }
});
afterAll(async () => {
  await server.stop();
  await cloud.stop();
});

describe('a made-up award file', () => {
  let sha256: unknown;

  it('is downloaded with the records that were made', async () => {
    const { body } = await downloadCsv({ ...RUN, source_url: `${server.origin}/a.csv` });

    expect(body).toMatchObject({ changed: true, s3_key: KEY, row_count: 4_500 });
    sha256 = 'sha256' in body ? body.sha256 : undefined;
  });

  it('has the header of the contract and the hash of the download', async () => {
    const { body } = await validateDataset({ ...RUN, s3_key: KEY, expected_sha256: sha256 });

    expect(body).toMatchObject({
      status: 'success',
      metadata: { row_count: 4_500, sha256, schema: { matches_expected: true } },
    });
  });

  it('is profiled together with its company files', async () => {
    const { body } = await profileInputs({ ...RUN, award_csv_s3_key: KEY });

    expect(body).toMatchObject({ company_files: 9, schema_drift_detected: false });
  });

  it('passes, but for the records that were broken on purpose', async () => {
    const { body } = await ingestionChecks({ ...RUN, csv_s3_key: KEY, expected_sha256: sha256 });

    expect(body).toMatchObject({
      passed: true,
      summary: {
        total_records: 4_500,
        malformed_records: 1,
        // Six broken by a rule among the first 4000, five after them, and one of a wrong width.
        failed_records: 12,
        exact_duplicate_rows: 2,
        editions_collapsed: 2,
      },
    });
  });

  it('is known to the company files of the same options, for the greater part', async () => {
    const { body } = await enrichmentChecks({ ...RUN, awards_csv_s3_key: KEY });

    expect(body).toMatchObject({ status: 'success' });
    expect('match_rate' in body ? body.match_rate : 0).toBeGreaterThan(0.7);
  });

  it('is not validated under the hash of another file', async () => {
    const validating = validateDataset({
      ...RUN,
      s3_key: KEY,
      expected_sha256: '0'.repeat(64),
    });

    await expect(validating).rejects.toMatchObject({ name: 'RefreshError' });
  });

  it.each([
    ['outside its prefix', { s3_key: 'state/last_success.json' }],
    ['that climbs', { s3_key: 'raw/awards/../../state/last_success.json' }],
    ['that is not there', { s3_key: 'raw/awards/2026-01-01/award_data.csv' }],
  ])('is not looked for at a key %s', async (_, event) => {
    await expect(validateDataset({ ...RUN, ...event })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});
