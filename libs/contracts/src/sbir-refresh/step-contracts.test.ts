import { describe, expect, it } from '@jest/globals';
import { downloadCsvBody, downloadCsvEvent } from './download-csv.ts';
import { loadNeo4jBody, loadNeo4jEvent } from './load-neo4j.ts';
import { refreshInput } from './refresh-input.ts';
import { resetNeo4jEvent } from './reset-neo4j.ts';
import { stepEnvelope } from './step-envelope.ts';

const KEY = 'processed/ingestion/2026-11-23/validated_sbir_awards.csv';

const download = {
  status: 'success',
  changed: true,
  s3_bucket: 'sbir-data',
  s3_key: 'raw/awards/2026-11-23/award_data.csv',
  sha256: 'a'.repeat(64),
  previous_sha256: null,
  file_size: 10,
  row_count: 1,
  line_count: 2,
  source_url: 'https://data.www.sbir.gov/x.csv',
  downloaded_at: '2026-11-23T09:00:00.000Z',
  run_date: '2026-11-23',
  uploaded: true,
};

describe('events', () => {
  it.each([{}, { s3_bucket: null, source_url: '', force_refresh: null, run_neo4j: '' }])(
    'take %j for absent fields, and fill the defaults',
    (event) => {
      const { raise_on_error, s3_bucket, source_url, force_refresh, run_neo4j } =
        downloadCsvEvent.parse(event);

      expect({ raise_on_error, s3_bucket, source_url, force_refresh, run_neo4j }).toEqual({
        raise_on_error: false,
        s3_bucket: undefined,
        source_url: undefined,
        force_refresh: false,
        run_neo4j: true,
      });
    },
  );

  it('ignore keys that they do not know', () => {
    expect(downloadCsvEvent.parse({ new_key: 1 })).not.toHaveProperty('new_key');
  });

  it.each([
    [downloadCsvEvent, { source_url: 'x'.repeat(2_049) }, 'at most 2048'],
    [downloadCsvEvent, { force_refresh: 'true' }, 'without quotes'],
    [downloadCsvEvent, { run_date: '2026-13-01' }, 'must be a date'],
    [downloadCsvEvent, { started_at: '2026-11-23 09:00' }, 'ISO timestamp'],
    [loadNeo4jEvent, {}, 'validated_csv_s3_key'],
    [loadNeo4jEvent, { validated_csv_s3_key: 'raw/awards/a.csv' }, 'must start with'],
    [loadNeo4jEvent, { validated_csv_s3_key: 'processed/ingestion/../a' }, 'must not contain'],
    [loadNeo4jEvent, { validated_csv_s3_key: KEY, graph_profile: 'other' }, 'award-company'],
    [loadNeo4jEvent, { validated_csv_s3_key: KEY, graph_scope: 'half' }, 'full or minimal'],
    [resetNeo4jEvent, { confirm_reset: 5 }, 'must be text'],
    [refreshInput, { pass_rate_threshold: 95 }, 'pass_rate_threshold'],
    [refreshInput, { run_neo4J: false }, 'run_neo4J'],
  ])('%# refuse a wrong field', (schema, event, message) => {
    const { error } = schema.safeParse(event);

    expect(JSON.stringify(error?.issues)).toContain(message);
  });

  it('refuse a cursor that would not fit into the state', () => {
    const counts = Object.fromEntries(Array.from({ length: 700 }, (_, n) => [`count_${n}`, n]));
    const cursor = { stage: 'awards', offset: 0, chunk: 1, counts };

    const { success } = loadNeo4jEvent.safeParse({ validated_csv_s3_key: KEY, cursor });

    expect(success).toBe(false);
    expect(loadNeo4jEvent.safeParse({ validated_csv_s3_key: KEY, cursor: null }).success).toBe(
      true,
    );
  });
});

describe('bodies', () => {
  it('have every field', () => {
    const { uploaded, ...incomplete } = download;

    expect(uploaded).toBe(true);
    expect(downloadCsvBody.safeParse(download).success).toBe(true);
    expect(downloadCsvBody.safeParse(incomplete).success).toBe(false);
  });

  it('of a load that goes on carry the cursor', () => {
    const body = {
      status: 'partial',
      load_status: 'partial',
      done: false,
      cursor: { stage: 'awards', offset: 40_000, chunk: 1, counts: {} },
      check_passed: null,
      metrics_s3_key: null,
      summary_md_s3_key: null,
      awards_submitted: 40_000,
      awards_tombstoned: 0,
      load_result: { status: 'partial', errors: 0, duration_seconds: 800, skip_reasons: {} },
    };

    expect(loadNeo4jBody.safeParse(body).success).toBe(true);
  });
});

describe('stepEnvelope', () => {
  it('is 200 with the body, or 400 and 500 with the error’s name', () => {
    const envelope = stepEnvelope(downloadCsvBody);
    const body = { status: 'error', error: 'No file', error_type: 'ValidationError' };

    expect(envelope.safeParse({ statusCode: 200, body: download }).success).toBe(true);
    expect(envelope.safeParse({ statusCode: 400, body }).success).toBe(true);
    expect(envelope.safeParse({ statusCode: 200, body }).success).toBe(false);
  });
});

describe('refreshInput', () => {
  it('has the defaults of the machine', () => {
    expect(refreshInput.parse({ source_url: null })).toMatchObject({
      force_refresh: false,
      run_neo4j: true,
      reset_neo4j: false,
      graph_scope: 'full',
      pass_rate_threshold: 0.95,
      company_dir_s3_prefix: 'raw/companies/',
    });
  });
});
