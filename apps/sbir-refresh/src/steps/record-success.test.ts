import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { lastSuccess, recordSuccessBody, recordSuccessEvent } from '@pipelines/contracts';
import { AWARD_KEY, NOW, portsWith } from '../../test/award-files.ts';
import { recordSuccess } from './record-success.ts';

const LAST = 'state/last_success.json';
const versions = { app: '1.2.3', node: 'v24' };
const [OLD_INDEX, NEW_INDEX] = [
  'state/award_index/old.ndjson.gz',
  'state/award_index/new.ndjson.gz',
];

const line = (award_key: string, row_hash: string, fields: object = {}) => ({
  award_key,
  award_id: `id-${award_key}`,
  company_name: '=Acme|x',
  agency: 'DOE',
  branch: null,
  program: 'SBIR',
  phase: 'I',
  award_year: 2024,
  award_title: 'Title',
  award_amount_cents: 10_000,
  award_date: '2024-01-01',
  contract_end_date: null,
  state: 'VA',
  row_hash,
  ...fields,
});
const index = (...lines: readonly object[]) =>
  gzipSync(lines.map((entry) => `${JSON.stringify(entry)}\n`).join(''));

const objects = {
  [AWARD_KEY]: 'csv',
  [OLD_INDEX]: index(
    line('a', '1'),
    line('b', '1'),
    line('c', '1'),
    line('gone', '1', { agency: 'NSF' }),
  ),
  [NEW_INDEX]: index(
    line('a', '1'),
    line('b', '0'),
    line('b', '2', { award_amount_cents: 12_345, state: null }),
    line('c', '2'),
    line('new', '1', { award_amount_cents: null }),
  ),
};

const document = (fields: object = {}) => ({
  force_refresh: true,
  pass_rate_threshold: 0.95,
  body: {
    s3_bucket: 'b',
    s3_key: AWARD_KEY,
    sha256: '2'.repeat(64),
    file_size: 3,
    row_count: 4,
    source_url: 'https://example.com',
    downloaded_at: NOW,
    run_date: '2025-01-20',
  },
  pipeline: { validate_dataset: { metadata_s3_key: 'artifacts/absent.json' } },
  ingestion: { summary: { threshold: 0.95 }, award_index_s3_key: NEW_INDEX },
  enrichment: { match_rate: 0.8 },
  smoke: { passed: true },
  ...fields,
});
const event = (fields: object = {}) =>
  recordSuccessEvent.parse({
    execution_arn: 'arn:1',
    execution_name: 'weekly-1',
    document: document(),
    started_at: NOW,
    execution_input: { force_refresh: true },
    ...fields,
  });

const recorded = (fields: object = {}) =>
  JSON.stringify({
    schema_version: 1,
    sha256: '1'.repeat(64),
    s3_key: AWARD_KEY,
    row_count: 4,
    bytes: 3,
    run_date: '2025-01-13',
    execution_arn: 'arn:0',
    completed_at: NOW,
    graph_loaded: true,
    match_rate: 0.8,
    award_index_s3_key: OLD_INDEX,
    run_manifest_s3_key: 'artifacts/2025-01-13/run_manifest.json',
    ...fields,
  });

const setUp = (added: Readonly<Record<string, string>> = {}) => ({
  ...portsWith({ ...objects, ...added }),
  versions,
});

describe('recordSuccess', () => {
  it('tells what changed since the last success', async () => {
    const ports = setUp({ [LAST]: recorded() });

    const body = await recordSuccess(event(), ports);

    expect(recordSuccessBody.parse(body)).toEqual(body);
    expect(body).toEqual({
      status: 'success',
      run_manifest_s3_key: 'artifacts/2025-01-20/run_manifest.json',
      last_success_s3_key: LAST,
      change_digest_json_s3_key: 'artifacts/2025-01-20/change_digest.json',
      change_digest_md_s3_key: 'artifacts/2025-01-20/change_digest.md',
      digest_counts: { added: 1, removed: 1, changed: 2, unchanged: 1 },
      graph_loaded: true,
    });
    expect(ports.files.json('artifacts/2025-01-20/change_digest.json')).toMatchObject({
      run_date: '2025-01-20',
      previous_run_date: '2025-01-13',
      sha256: '2'.repeat(64),
      previous_sha256: '1'.repeat(64),
      counts: body.digest_counts,
      amount_cents: { before: 40_000, after: 32_345, delta: -7_655 },
      by_agency: [
        { agency: 'DOE', added: 1, removed: 0, changed: 2, unchanged: 1 },
        { agency: 'NSF', removed: 1, amount_cents: { before: 10_000, after: 0, delta: -10_000 } },
      ],
      changed_fields: { award_amount_cents: 1, other: 1, state: 1 },
      sample: { added: [{ award_key: 'new' }], removed: [{ award_key: 'gone' }] },
      ndjson_s3_key: 'artifacts/2025-01-20/change_digest.ndjson.gz',
    });
    expect(ports.files.lines('artifacts/2025-01-20/change_digest.ndjson.gz')).toEqual([
      {
        change: 'changed',
        award_key: 'b',
        award_id: 'id-b',
        company_name: '=Acme|x',
        agency: 'DOE',
        award_year: 2024,
        award_amount_cents: 12_345,
        fields: [
          { field: 'award_amount_cents', before: 10_000, after: 12_345 },
          { field: 'state', before: 'VA', after: null },
        ],
      },
      expect.objectContaining({ change: 'changed', award_key: 'c', fields: [] }),
      expect.objectContaining({ change: 'added', award_key: 'new' }),
      expect.objectContaining({ change: 'removed', award_key: 'gone' }),
    ]);
    const page = ports.files.text('artifacts/2025-01-20/change_digest.md');
    expect(page).toContain('| Difference | -$76.55 |');
    expect(page).toContain(String.raw`| id-new | '=Acme\|x | DOE | 2024 | — | — |`);
  });

  it('records the run, last of all the success', async () => {
    const ports = setUp({ [LAST]: recorded() });

    await recordSuccess(event(), ports);

    expect(ports.files.json('artifacts/2025-01-20/run_manifest.json')).toEqual({
      schema_version: 1,
      run_date: '2025-01-20',
      execution_arn: 'arn:1',
      execution_name: 'weekly-1',
      started_at: NOW,
      completed_at: NOW,
      input: { force_refresh: true },
      settings: { force_refresh: true, pass_rate_threshold: 0.95 },
      source: {
        url: 'https://example.com',
        sha256: '2'.repeat(64),
        bytes: 3,
        row_count: 4,
        downloaded_at: NOW,
      },
      versions: { ...versions, award_key: 'sbir-source-v2', company_name: 'company-name-v1' },
      thresholds: { pass_rate: 0.95 },
      results: {
        pipeline: { validate_dataset: { metadata_s3_key: 'artifacts/absent.json' } },
        ingestion: { summary: { threshold: 0.95 }, award_index_s3_key: NEW_INDEX },
        enrichment: { match_rate: 0.8 },
        reset: null,
        load: null,
        smoke: { passed: true },
      },
      digest_counts: { added: 1, removed: 1, changed: 2, unchanged: 1 },
      artifacts: [
        { s3_key: AWARD_KEY, bytes: 3 },
        { s3_key: NEW_INDEX, bytes: expect.any(Number) },
        { s3_key: 'artifacts/2025-01-20/change_digest.ndjson.gz', bytes: expect.any(Number) },
        { s3_key: 'artifacts/2025-01-20/change_digest.json', bytes: expect.any(Number) },
        { s3_key: 'artifacts/2025-01-20/change_digest.md', bytes: expect.any(Number) },
      ],
      warnings: [],
    });
    expect(lastSuccess.parse(ports.files.json(LAST))).toEqual({
      schema_version: 1,
      sha256: '2'.repeat(64),
      s3_key: AWARD_KEY,
      row_count: 4,
      bytes: 3,
      run_date: '2025-01-20',
      execution_arn: 'arn:1',
      completed_at: NOW,
      graph_loaded: true,
      match_rate: 0.8,
      award_index_s3_key: NEW_INDEX,
      run_manifest_s3_key: 'artifacts/2025-01-20/run_manifest.json',
    });
  });

  it('repeats its answer when the same execution asks again, and writes nothing', async () => {
    const ports = setUp({ [LAST]: recorded() });
    const first = await recordSuccess(event(), ports);
    const before = ports.files.text(LAST);
    const files = { ...ports.files, write: () => Promise.reject(new Error('written')) };

    const again = await recordSuccess(event(), { ...ports, files });

    expect(again).toEqual(first);
    expect(ports.files.text(LAST)).toBe(before);
  });

  it('adds all awards on the first run', async () => {
    const ports = setUp();

    const { digest_counts } = await recordSuccess(event(), ports);

    expect(digest_counts).toEqual({ added: 4, removed: 0, changed: 0, unchanged: 0 });
    expect(ports.files.json('artifacts/2025-01-20/change_digest.json')).toMatchObject({
      ndjson_s3_key: null,
      previous_sha256: null,
    });
    expect(ports.files.keys()).not.toContain('artifacts/2025-01-20/change_digest.ndjson.gz');
  });

  it.each([
    ['is gone', { award_index_s3_key: 'state/award_index/none' }],
    ['is no gzip', { award_index_s3_key: AWARD_KEY }],
  ])('succeeds without a digest when the old index %s', async (_, fields) => {
    const ports = setUp({ [LAST]: recorded(fields) });

    const body = await recordSuccess(event(), ports);

    expect(body).toMatchObject({
      status: 'success',
      change_digest_json_s3_key: null,
      change_digest_md_s3_key: null,
      digest_counts: null,
    });
    expect(ports.files.json(body.run_manifest_s3_key)).toMatchObject({
      warnings: [expect.stringContaining('No change digest')],
    });
    expect(ports.files.json(LAST)).toMatchObject({ execution_arn: 'arn:1' });
  });

  it.each([
    [false, '1', true],
    [true, '2', true],
    [false, '2', false],
  ])(
    'graph_loaded is %s when the record of %s… said %s and smoke did not run',
    async (expected, digit, before) => {
      const ports = setUp({
        [LAST]: recorded({ sha256: digit.repeat(64), graph_loaded: before }),
      });

      const { graph_loaded } = await recordSuccess(
        event({ document: document({ smoke: { passed: null } }) }),
        ports,
      );

      expect(graph_loaded).toBe(expected);
    },
  );

  it('does not overwrite the manifest of another execution of the day', async () => {
    const ports = setUp();
    await recordSuccess(event({ execution_arn: 'arn:0' }), ports);

    const { run_manifest_s3_key } = await recordSuccess(event(), ports);

    expect(run_manifest_s3_key).toBe('artifacts/2025-01-20/run_manifest-143000.json');
  });

  it('keeps a copy of the file where history is kept', async () => {
    const ports = { ...setUp(), keepHistory: true };

    await recordSuccess(event(), ports);

    expect(ports.files.text('history/awards/2025-01-20/award_data.csv')).toBe('csv');
  });
});
