import { describe, expect, it } from '@jest/globals';
import { awardColumns, validateDatasetBody, validateDatasetEvent } from '@pipelines/contracts';
import { AWARD_KEY, awardFile, NOW, portsWith } from '../../test/award-files.ts';
import { validateDataset } from './validate-dataset.ts';

const LATEST = 'artifacts/latest/metadata.json';
const swapped = awardColumns.with(0, 'Award Title').with(1, 'Company');

const event = (fields: object = {}) =>
  validateDatasetEvent.parse({ s3_key: AWARD_KEY, previous_metadata_s3_key: LATEST, ...fields });

describe('validateDataset', () => {
  it('records the first vintage', async () => {
    const text = `\ufeff${awardFile([{ Abstract: 'two\nlines' }, {}])}`;
    const ports = portsWith({ [AWARD_KEY]: text });

    const body = await validateDataset(event(), ports);

    expect(validateDatasetBody.parse(body)).toEqual(body);
    expect(body).toEqual({
      status: 'success',
      changed: true,
      metadata_s3_key: 'artifacts/2025-01-20/metadata.json',
      latest_metadata_s3_key: LATEST,
      metadata: {
        dataset: 'sbir_awards',
        s3_bucket: 'awards-bucket',
        s3_key: AWARD_KEY,
        source_url: 'https://data.www.sbir.gov/mod_awarddatapublic/award_data.csv',
        run_date: '2025-01-20',
        refreshed_at_utc: NOW,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: Buffer.byteLength(text),
        row_count: 2,
        column_count: 42,
        row_delta: null,
        row_delta_pct: null,
        changed: true,
        warnings: [],
        recent_bytes: [Buffer.byteLength(text)],
        schema: { matches_expected: true, missing_columns: [], extra_columns: [] },
      },
    });
    expect(ports.files.json(LATEST)).toEqual({
      ...body.metadata,
      schema: {
        ...body.metadata.schema,
        expected_columns: awardColumns,
        observed_columns: awardColumns,
      },
    });
    expect(ports.files.text(LATEST)).toBe(ports.files.text(body.metadata_s3_key));
    expect(ports.files.text(LATEST)).toContain('{\n  "dataset"');
  });

  it('compares with the vintage before, and passes the comparison on when it runs again', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile(Array.from({ length: 20 }, () => ({}))) });
    await validateDataset(event({ run_date: '2025-01-13' }), ports);
    await ports.files.write(AWARD_KEY, awardFile(Array.from({ length: 18 }, () => ({}))));

    const first = await validateDataset(event(), ports);
    const again = await validateDataset(event(), ports);

    expect(first.metadata).toMatchObject({
      changed: true,
      row_delta: -2,
      row_delta_pct: -0.1,
      warnings: ['Row count dropped by 10.00%'],
    });
    expect(first.metadata.recent_bytes).toHaveLength(2);
    expect(again).toEqual(first);
  });

  it('sees the same bytes on another day as unchanged', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}]) });
    await validateDataset(event({ run_date: '2025-01-13' }), ports);

    const { changed, metadata } = await validateDataset(event(), ports);

    expect([changed, metadata.row_delta, metadata.row_delta_pct]).toEqual([false, 0, 0]);
  });

  it('refuses a drifted header and says how it differs', async () => {
    const drifted = awardColumns.map((name) => (name === 'Number Employees' ? 'Staff' : name));
    const ports = portsWith({
      [AWARD_KEY]: awardFile([{}], drifted),
      'raw/awards/b.csv': awardFile([{}], swapped),
    });

    await expect(validateDataset(event(), ports)).rejects.toMatchObject({
      name: 'SchemaDriftError',
      message: 'The header is not as expected: missing [Number Employees], extra [Staff]',
    });
    await expect(validateDataset(event({ s3_key: 'raw/awards/b.csv' }), ports)).rejects.toThrow(
      'order differs',
    );
    expect(ports.files.keys()).not.toContain(LATEST);
  });

  it('lets drift pass with a warning when that is allowed, but no required column go', async () => {
    const lacking = awardColumns.map((name) => (name === 'Agency' ? 'Agencies' : name));
    const ports = portsWith({
      [AWARD_KEY]: awardFile([{}], swapped),
      'raw/awards/b.csv': awardFile([{}], lacking),
    });

    const { metadata } = await validateDataset(event({ allow_schema_drift: true }), ports);

    expect(metadata.warnings).toEqual(['Header mismatch, allowed: order differs']);
    await expect(
      validateDataset(event({ allow_schema_drift: true, s3_key: 'raw/awards/b.csv' }), ports),
    ).rejects.toMatchObject({
      name: 'SchemaDriftError',
      message: 'The header lacks required columns: [Agency]',
    });
  });

  it.each([
    ['an object', JSON.stringify({ columns: swapped })],
    ['an array', JSON.stringify(swapped)],
  ])('prefers the columns on S3, as %s', async (_, schema) => {
    const ports = portsWith({
      [AWARD_KEY]: awardFile([{}], swapped),
      'schemas/sbir_awards_columns.json': schema,
    });

    const { metadata } = await validateDataset(event(), ports);

    expect(metadata.schema.matches_expected).toBe(true);
  });

  it('warns of invalid UTF-8 and of an unusual size', async () => {
    const bytes = Buffer.concat([Buffer.from(awardFile([{}])), Buffer.from([0xff, 0x0a])]);
    const ports = portsWith({ [AWARD_KEY]: awardFile(Array.from({ length: 9 }, () => ({}))) });
    await validateDataset(event({ run_date: '2025-01-13' }), ports);
    await ports.files.write(AWARD_KEY, bytes);

    const { metadata } = await validateDataset(event(), ports);

    expect(metadata.warnings).toEqual([
      'Invalid UTF-8: 1 sequences were replaced',
      expect.stringContaining('Row count dropped'),
      expect.stringContaining('is more than 10% away from the median'),
    ]);
  });

  it.each([
    ['ValidationError', 'no object', { 'raw/awards/other.csv': '' }, {}],
    ['ValidationError', 'is empty', { [AWARD_KEY]: '\n' }, {}],
    ['ValidationError', 'cannot be used', { [AWARD_KEY]: 'a', [LATEST]: '{' }, {}],
    ['MalformedCsvError', 'never closes', { [AWARD_KEY]: `${awardFile([{}])}"open` }, {}],
    [
      'RefreshError',
      'not the file that was downloaded',
      { [AWARD_KEY]: awardFile([{}]) },
      { expected_sha256: '0'.repeat(64) },
    ],
  ])('throws %s: %s', async (name, message, objects, fields) => {
    await expect(validateDataset(event(fields), portsWith(objects))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('gives up at its deadline', async () => {
    const ports = { ...portsWith({ [AWARD_KEY]: awardFile([{}]) }), deadlineMs: 0 };

    await expect(validateDataset(event(), ports)).rejects.toMatchObject({
      name: 'TaskTimeoutError',
    });
  });
});
