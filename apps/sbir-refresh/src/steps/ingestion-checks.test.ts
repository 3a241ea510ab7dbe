import { describe, expect, it } from '@jest/globals';
import { awardColumns, ingestionChecksBody, ingestionChecksEvent } from '@pipelines/contracts';
import { AWARD_KEY, awardFile, portsWith } from '../../test/award-files.ts';
import { ingestionChecks } from './ingestion-checks.ts';

const folder = 'artifacts/2025-01-20';
const VALIDATED = 'processed/ingestion/2025-01-20/validated_sbir_awards.csv';

const event = (fields: object = {}) =>
  ingestionChecksEvent.parse({ csv_s3_key: AWARD_KEY, ...fields });
const manyAwards = (count: number) => Array.from({ length: count }, () => ({}));

describe('ingestionChecks', () => {
  it('writes what passed as it came, and reports what did not', async () => {
    const edition = { 'Agency Tracking Number': 'T-0', Contract: 'C-0' };
    const ports = portsWith({
      [AWARD_KEY]: awardFile([
        { Company: ' =SUM(A1), "Acme"\u00a0', Abstract: 'a\r\nb' },
        { Phase: '', 'PI Email': 'pat@secret' },
        { ...edition, Company: ' =SUM(A1), "Acme"\u00a0', Abstract: 'a\r\nb' },
        { ...edition, 'Award Amount': '7' },
        { State: 'ZZ' },
      ]),
    });

    const body = await ingestionChecks(event({ pass_rate_threshold: 0.8 }), ports);

    expect(ingestionChecksBody.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      status: 'success',
      passed: true,
      summary: {
        total_records: 5,
        passed_records: 4,
        failed_records: 1,
        malformed_records: 0,
        distinct_award_keys: 2,
        editions_collapsed: 1,
        exact_duplicate_rows: 1,
        pass_rate: 0.8,
        threshold: 0.8,
        issues_by_severity: { ERROR: 1, WARNING: 2 },
        issues_by_field: { 'PI Email': 1, Phase: 1, State: 1 },
      },
      validated_csv_s3_key: VALIDATED,
      duckdb_s3_key: null,
      award_index_s3_key: expect.stringMatching(/^state\/award_index\/[0-9a-f]{16}\.ndjson\.gz$/),
    });
    expect(ports.files.text(VALIDATED)).toBe(
      awardFile([
        { Company: ' =SUM(A1), "Acme"\u00a0', Abstract: 'a\r\nb' },
        { ...edition, Company: ' =SUM(A1), "Acme"\u00a0', Abstract: 'a\r\nb' },
        { ...edition, 'Award Amount': '7' },
        { State: 'ZZ', 'Agency Tracking Number': 'T-4', Contract: 'C-4' },
      ]),
    );
    expect(ports.files.lines(body.issues_s3_key)).toMatchObject([
      { rule: 'PHASE_REQUIRED', row_index: 1, line: 4, value: null },
      { rule: 'EMAIL_FORMAT', row_index: 1, value: null },
      { rule: 'STATE_CODE', row_index: 4, line: 8, value: 'ZZ' },
    ]);
    expect(ports.files.lines(body.award_index_s3_key)).toMatchObject([
      { award_id: 'T-0_C-0', company_name: '=SUM(A1), "Acme"', award_amount_cents: 15_000_000 },
      { award_id: 'T-0_C-0' },
      { award_id: 'T-0_C-0', award_amount_cents: 700 },
      { award_id: 'T-4_C-4', state: null },
    ]);
    expect(ports.files.json(`${folder}/sbir_validation_report.json`)).toMatchObject({
      report: {
        ...body.summary,
        passed: true,
        issues: [{ rule: 'PHASE_REQUIRED' }, { rule: 'EMAIL_FORMAT' }, { rule: 'STATE_CODE' }],
        issues_truncated: false,
        issue_counts_by_rule: { EMAIL_FORMAT: 1, PHASE_REQUIRED: 1, STATE_CODE: 1 },
        completeness: { company_name: 1, Phase: 0.8 },
        uniqueness: { award_key: 0.5, award_id: 0.5, contract: 0.5 },
      },
      metadata: { report_path: `${folder}/sbir_validation_report.json`, total_issues: 3 },
    });
    expect(ports.files.json(`${folder}/validated_sbir_awards_metadata.json`)).toEqual({
      metadata: {
        num_records: 4,
        pass_rate: '80.0%',
        passed_records: 4,
        failed_records: 1,
        total_issues: 3,
        validation_status: 'PASSED',
        threshold: '80.0%',
      },
    });
  });

  it('describes the raw file without its people', async () => {
    const people = { 'Contact Name': 'Jo Person', 'Contact Email': 'jo@example.com' };
    const ports = portsWith({ [AWARD_KEY]: awardFile([people, { Agency: '=cmd|x' }]) });

    await ingestionChecks(event({ table_name: 'awards' }), ports);

    const key = `${folder}/raw_sbir_awards_metadata.json`;
    expect(ports.files.json(key)).toMatchObject({
      metadata: {
        table_name: 'awards',
        num_records: 2,
        num_columns: 42,
        year_range: '2024-2024',
        unique_agencies: 2,
        phase_distribution: [{ Phase: 'Phase I', count: 2 }],
        column_mapping: { 'HUBZone Owned': 'hubzone_owned' },
        columns: awardColumns,
        preview: expect.stringContaining(String.raw`'=cmd\|x`),
      },
    });
    expect(ports.files.text(key)).not.toMatch(/Jo Person|jo@example/);
  });

  it('writes the Markdown summary', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}, {}, { Company: '' }]) });

    await ingestionChecks(event(), ports);

    expect(ports.files.text(`${folder}/ingestion_summary.md`)).toBe(`# SBIR ingestion validation

| Metric | Value |
| --- | --- |
| Raw records | 3 |
| Raw columns | 42 |
| Validation pass rate | 66.67% |
| Passed records | 2 |
| Failed records | 1 |
| Validation status | FAILED |
| Report total issues | 1 |

## Issues by severity

- ERROR: 1
- WARNING: 0

## Warnings

- Completeness of company\\_name is 66.67%, below 95%
`);
  });

  it('returns below the threshold, and does not throw', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}, { Company: '' }]) });

    expect(await ingestionChecks(event(), ports)).toMatchObject({
      status: 'validation_failed',
      passed: false,
      summary: { pass_rate: 0.5 },
    });
  });

  it('passes a file without rows', async () => {
    expect(await ingestionChecks(event(), portsWith({ [AWARD_KEY]: awardFile([]) }))).toMatchObject(
      { passed: true, summary: { total_records: 0, pass_rate: 1 } },
    );
  });

  it('fails one record in a thousand for its width, and no more', async () => {
    const short = 'Acme,too short\r\n';
    const fine = portsWith({ [AWARD_KEY]: awardFile(manyAwards(999)) + short });
    const broken = portsWith({ [AWARD_KEY]: awardFile(manyAwards(998)) + short });

    const { summary, issues_s3_key } = await ingestionChecks(event(), fine);

    expect(summary).toMatchObject({
      total_records: 1_000,
      failed_records: 1,
      malformed_records: 1,
      issues_by_field: { record: 1 },
    });
    expect(fine.files.lines(issues_s3_key)).toMatchObject([
      { rule: 'FIELD_COUNT', row_index: 999, line: 1_001 },
    ]);
    await expect(ingestionChecks(event(), broken)).rejects.toMatchObject({
      name: 'MalformedCsvError',
    });
    expect(broken.files.keys()).toEqual([AWARD_KEY]);
  });

  it.each([
    ['SchemaDriftError', awardFile([{}], awardColumns.with(2, 'Duns').with(19, 'Agency')), {}],
    ['MalformedCsvError', `${awardFile([{}])}"open`, {}],
    ['RefreshError', awardFile([{}]), { expected_sha256: '0'.repeat(64) }],
  ])('throws %s and leaves no object behind', async (name, text, fields) => {
    const ports = portsWith({ [AWARD_KEY]: text });

    await expect(ingestionChecks(event(fields), ports)).rejects.toMatchObject({ name });

    expect(ports.files.keys()).toEqual([AWARD_KEY]);
  });

  it('throws what the store throws while it writes', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile(manyAwards(2_000)) });
    const files = {
      ...ports.files,
      write: () => Promise.reject(Object.assign(new Error('503'), { name: 'StorageUnavailable' })),
    };

    await expect(ingestionChecks(event(), { ...ports, files })).rejects.toMatchObject({
      name: 'StorageUnavailable',
    });
  });

  it('keeps the body small when every row breaks rules', async () => {
    const bad = { Company: '', Phase: 'x', Program: 'y', State: 'ZZZ', Zip: 'A', UEI: '-' };
    const ports = portsWith({ [AWARD_KEY]: awardFile(manyAwards(3_000).map(() => bad)) });

    const body = await ingestionChecks(event(), ports);

    expect(JSON.stringify(body).length).toBeLessThan(2_000);
    expect(ports.files.json(`${folder}/sbir_validation_report.json`)).toMatchObject({
      report: { issues_truncated: true, issues_by_severity: { ERROR: 9_000 } },
    });
  });

  it('is safe to run twice', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}, { Zip: 'A' }]) });
    const first = await ingestionChecks(event(), ports);
    const bytes = ports.files.keys().map((key) => [key, ports.files.text(key)]);

    const second = await ingestionChecks(event(), ports);

    expect(second).toEqual(first);
    const isTimed = (key: string) => key.endsWith('raw_sbir_awards_metadata.json');
    expect(
      ports.files.keys().flatMap((key) => (isTimed(key) ? [] : [[key, ports.files.text(key)]])),
    ).toEqual(bytes.filter(([key = '']) => !isTimed(key)));
  });
});
