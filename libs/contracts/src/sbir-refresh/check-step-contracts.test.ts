import { describe, expect, it } from '@jest/globals';
import { awardColumns, personalAwardColumns, requiredAwardColumns } from './award-columns.ts';
import { companyColumns } from './company-columns.ts';
import { enrichmentChecksEvent } from './enrichment-checks.ts';
import { ingestionChecksEvent } from './ingestion-checks.ts';
import { profileInputsEvent } from './profile-inputs.ts';
import { recordSuccessEvent } from './record-success.ts';
import { validateDatasetEvent } from './validate-dataset.ts';

const key = 'raw/awards/2025-01-20/award_data.csv';

describe('columns', () => {
  it('are 42 and 14, each once', () => {
    expect(new Set(awardColumns).size).toBe(42);
    expect(new Set(companyColumns).size).toBe(14);
    expect([requiredAwardColumns.length, personalAwardColumns.length]).toEqual([7, 10]);
  });
});

describe('events of the checks', () => {
  it('take null, "" and absence for the default', () => {
    const blank = { raise_on_error: null, execution_arn: '', run_date: null, s3_bucket: null };

    expect(
      validateDatasetEvent.parse({ ...blank, s3_key: key, source_url: '', schema_s3_key: null }),
    ).toEqual(validateDatasetEvent.parse({ s3_key: key }));
    expect(ingestionChecksEvent.parse({ csv_s3_key: key, pass_rate_threshold: null })).toEqual({
      raise_on_error: false,
      csv_s3_key: key,
      table_name: 'sbir_awards_refresh',
      pass_rate_threshold: 0.95,
      allow_schema_drift: false,
    });
    expect(enrichmentChecksEvent.parse({ awards_csv_s3_key: key })).toMatchObject({
      company_dir_s3_prefix: 'raw/companies/',
      high_threshold: 90,
      low_threshold: 75,
    });
  });

  it('ignore keys that they do not know', () => {
    expect(profileInputsEvent.parse({ award_csv_s3_key: key, other: 1 })).not.toHaveProperty(
      'other',
    );
  });

  it.each([
    ['a missing key', {}],
    ['a foreign prefix', { s3_key: 'state/last_success.json' }],
    ['a way up', { s3_key: 'raw/awards/../../secret' }],
    ['a long text', { s3_key: key, source_url: 'x'.repeat(2_049) }],
    ['a bad date', { s3_key: key, run_date: '20.1.2025' }],
    ['a bad hash', { s3_key: key, expected_sha256: 'abc' }],
    ['text for yes', { s3_key: key, allow_schema_drift: 'true' }],
  ])('refuse %s', (_, event) => {
    expect(validateDatasetEvent.safeParse(event).success).toBe(false);
  });

  it('let record-success see what it needs, and keep the rest', () => {
    const document = { body: {}, load: { done: true } };

    expect(
      recordSuccessEvent.safeParse({ document }).error?.issues.map(({ path }) => path.join('.')),
    ).toEqual(
      expect.arrayContaining(['document.body.s3_key', 'document.ingestion', 'document.smoke']),
    );
  });
});
