import { describe, expect, it } from '@jest/globals';
import { awardColumns } from '@pipelines/contracts';
import { cellsOf, cleanAward, fieldsOfAward } from '../../test/awards.ts';
import { createAwardCells } from './award-cells.ts';
import { awardTime, indexEntryOf } from './award-record.ts';
import { createEditionCounter } from './edition-counter.ts';
import { fieldCountIssue, type ValidationIssue } from './find-issues.ts';
import { createIssueLog } from './issue-log.ts';
import { createQualityMeter } from './quality.ts';
import { rowHashes } from './row-hash.ts';

describe('createAwardCells', () => {
  it('finds columns by name, and reads a missing one as blank', () => {
    const cells = createAwardCells(['Agency', 'Unknown', 'Company']).open(['DOE', 'x', 'Acme']);

    expect([cells.raw('Company'), cells.raw('Agency'), cells.raw('UEI')]).toEqual([
      'Acme',
      'DOE',
      '',
    ]);
    expect(cells.all()).toEqual(['Acme', '', 'DOE', ...Array.from({ length: 39 }, () => '')]);
  });
});

describe('rowHashes', () => {
  it('does not depend on the order of the columns', () => {
    const header = [...awardColumns].reverse();
    const reversed = createAwardCells(header).open([...fieldsOfAward(cleanAward)].reverse());

    expect(rowHashes(reversed)).toEqual(rowHashes(cellsOf(cleanAward)));
  });

  it('takes joined bytes of a file in our order, and passes over those of any other', () => {
    const fields = fieldsOfAward({ ...cleanAward, City: 'Añasco' });
    const bytes = Buffer.from(fields.join('\u001f'));
    const reversed = [...fields].reverse();
    const reversedBytes = Buffer.from(reversed.join('\u001f'));
    const expected = rowHashes(createAwardCells(awardColumns).open(fields));

    const inOrder = createAwardCells(awardColumns).open(fields, bytes);
    const outOfOrder = createAwardCells([...awardColumns].reverse()).open(reversed, reversedBytes);

    expect(inOrder.joined()).toBe(bytes);
    expect(rowHashes(inOrder)).toEqual(expected);
    expect(rowHashes(outOfOrder)).toEqual(expected);
  });

  it('tells rows apart by trimmed values, and duplicates by values as they stand', () => {
    const plain = rowHashes(cellsOf(cleanAward));
    const spaced = rowHashes(cellsOf({ ...cleanAward, City: ' ' }));
    const changed = rowHashes(cellsOf({ ...cleanAward, City: 'Reno' }));

    expect(plain).toEqual({ row_hash: '6498906eb0a5a8ef', exactHash: '6498906eb0a5' });
    expect(spaced.row_hash).toBe(plain.row_hash);
    expect(spaced.exactHash).not.toBe(plain.exactHash);
    expect(changed.row_hash).not.toBe(plain.row_hash);
  });
});

describe('createEditionCounter', () => {
  it('parts rows into keys, editions and exact duplicates, and loses none', () => {
    const counter = createEditionCounter();

    for (const row of ['k1 a', 'k2 a', 'k1 b', 'k1 a', 'k1 b', 'k1 c', 'k2 a']) {
      const [key = '', hash = ''] = row.split(' ');
      counter.add(key, hash);
    }

    expect(counter.counts()).toEqual({
      distinct_award_keys: 2,
      editions_collapsed: 2,
      exact_duplicate_rows: 3,
    });
  });
});

describe('indexEntryOf', () => {
  it('remembers an award without its people', () => {
    const { entry } = indexEntryOf(cellsOf(cleanAward));

    expect(entry).toEqual({
      award_key: 'cc3d4e5a75da863863ceaff2',
      award_id: 'DE-1_C-1',
      company_name: 'Acme Sensors, Inc.',
      agency: 'Department of Energy',
      branch: null,
      program: 'SBIR',
      phase: 'I',
      award_year: 2024,
      award_title: 'Novel sensors',
      award_amount_cents: 15_000_000,
      award_date: '2024-03-15',
      contract_end_date: '2025-03-14',
      state: 'VA',
      row_hash: '6498906eb0a5a8ef',
    });
  });
});

describe('awardTime', () => {
  it.each([
    [
      '2024-10-01',
      '2025',
      { award_date: '2024-10-01', award_date_inferred: false, award_year: 2025 },
    ],
    ['2024-10-01', '', { award_date: '2024-10-01', award_date_inferred: false, award_year: 2024 }],
    ['', '2025', { award_date: '2025-01-01', award_date_inferred: true, award_year: 2025 }],
    ['soon', 'later', { award_date: null, award_date_inferred: false, award_year: null }],
    ['', '0000', { award_date: null, award_date_inferred: false, award_year: 0 }],
  ])('of %j and %j', (date, year, time) => {
    expect(awardTime(cellsOf({ 'Proposal Award Date': date, 'Award Year': year }))).toEqual(time);
  });
});

describe('createIssueLog', () => {
  const error = fieldCountIssue({ row_index: 0, line: 2 });
  const warning = (rule: ValidationIssue['rule']): ValidationIssue => ({
    ...error,
    severity: 'WARNING',
    rule,
    field: 'UEI',
  });

  it('keeps 10 000 errors and 100 of each warning, and counts all', () => {
    const log = createIssueLog();

    for (let index = 0; index < 10_001; index++) log.add(error);
    for (let index = 0; index < 101; index++) log.add(warning('UEI_LENGTH'));
    for (let index = 0; index < 100; index++) log.add(warning('UEI_CHARS'));

    const { issues, ...counts } = log.summary();
    expect(issues).toHaveLength(10_200);
    expect(counts).toEqual({
      issues_truncated: true,
      total_issues: 10_202,
      issue_counts_by_rule: { FIELD_COUNT: 10_001, UEI_CHARS: 100, UEI_LENGTH: 101 },
      issues_by_severity: { ERROR: 10_001, WARNING: 201 },
      issues_by_field: { UEI: 201, record: 10_001 },
    });
  });

  it('is not truncated at the limits', () => {
    const log = createIssueLog();

    for (let index = 0; index < 10_000; index++) log.add(error);
    for (let index = 0; index < 100; index++) log.add(warning('UEI_LENGTH'));

    expect(log.summary()).toMatchObject({ issues_truncated: false, total_issues: 10_100 });
  });
});

describe('createQualityMeter', () => {
  it('measures and warns', () => {
    const meter = createQualityMeter();
    const rows = [
      cellsOf(cleanAward),
      cellsOf({ ...cleanAward, Contract: 'C-2' }),
      cellsOf({ ...cleanAward, Contract: 'none', 'Proposal Award Date': '' }),
      cellsOf({ ...cleanAward, Contract: '', 'Agency Tracking Number': '' }),
    ];

    for (const cells of rows) {
      meter.addRow(cells);
      meter.addPassed(indexEntryOf(cells).entry, cells);
    }
    meter.addPassed(indexEntryOf(cellsOf(cleanAward)).entry, cellsOf(cleanAward));

    const { completeness, uniqueness, warnings } = meter.quality(4);
    expect(completeness).toMatchObject({
      award_id: 0.75,
      company_name: 1,
      award_date: 0.75,
      Zip: 1,
      City: 0,
    });
    expect(Object.keys(completeness)).toHaveLength(47);
    expect(uniqueness).toEqual({ award_key: 0.8, award_id: 0.8, contract: 2 / 3 });
    expect(warnings).toEqual([
      'Completeness of award_id is 75.00%, below 100%',
      'Completeness of award_date is 75.00%, below 95%',
      'Uniqueness of award_id is 80.00%, below 100%',
      'Uniqueness of contract is 66.67%, below 99%',
    ]);
  });

  it('finds nothing wrong with an empty file', () => {
    expect(createQualityMeter().quality(0).warnings).toEqual([]);
  });
});
