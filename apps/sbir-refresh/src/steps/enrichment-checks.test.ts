import { describe, expect, it } from '@jest/globals';
import { enrichmentChecksBody, enrichmentChecksEvent } from '@pipelines/contracts';
import {
  AWARD_KEY,
  awardFile,
  COMPANY_KEY,
  companyFile,
  portsWith,
} from '../../test/award-files.ts';
import { enrichmentChecks } from './enrichment-checks.ts';

const event = (fields: object = {}) =>
  enrichmentChecksEvent.parse({ awards_csv_s3_key: AWARD_KEY, ...fields });

const lastSuccess = (match_rate: number | null) =>
  JSON.stringify({
    schema_version: 1,
    sha256: '0'.repeat(64),
    s3_key: AWARD_KEY,
    row_count: 1,
    bytes: 1,
    run_date: '2025-01-13',
    execution_arn: null,
    completed_at: '2025-01-13T00:00:00.000Z',
    graph_loaded: true,
    match_rate,
    award_index_s3_key: 'x',
    run_manifest_s3_key: 'x',
  });

const objects = {
  [AWARD_KEY]: awardFile([
    { Company: 'Any', UEI: 'ABC123DEF456', Duns: '' },
    { Company: 'Any', UEI: 'ABC123DEF456', Duns: '' },
    { Company: 'Other', UEI: '', Duns: '222222222' },
    { Company: 'Blue River Analysis', UEI: '', Duns: '' },
    { Company: 'Creare LLC', UEI: '', Duns: '' },
    { Company: 'Nova Systems', UEI: '', Duns: '' },
    { Company: '', UEI: '', Duns: '' },
  ]),
  [COMPANY_KEY]: companyFile([
    ['Acme', 'ABC123DEF456'],
    ['Beta', '', '222-222-222'],
    ['Blue River Analytics'],
  ]),
  'raw/companies/b-company_search.csv': companyFile([
    ['Creare Inc'],
    ['Nova Therapeutics'],
    ['ACME', 'abc123def456'],
  ]),
};

describe('enrichmentChecks', () => {
  it('counts awards by how their company was found', async () => {
    const ports = portsWith(objects);

    const body = await enrichmentChecks(event(), ports);

    expect(enrichmentChecksBody.parse(body)).toEqual(body);
    expect(body).toEqual({
      status: 'success',
      match_rate: 4 / 7,
      matched_awards: 4,
      enrichment_json_s3_key: 'artifacts/2025-01-20/enrichment_summary.json',
      enrichment_md_s3_key: 'artifacts/2025-01-20/enrichment_summary.md',
      warnings: ['Match rate 57.14% is below 70.00%'],
    });
    expect(ports.files.json('artifacts/2025-01-20/enrichment_summary.json')).toEqual({
      summary: {
        total_awards: 7,
        matched_awards: 4,
        match_rate: 4 / 7,
        average_match_score: 98,
        average_score_all: 527 / 6,
        candidate_awards: 1,
        low_score_awards: 1,
        unmatched_awards: 1,
        match_counts: {
          'uei-exact': 2,
          'duns-exact': 1,
          'phonetic-match': 0,
          'fuzzy-auto': 1,
          'fuzzy-candidate': 1,
          'fuzzy-low': 1,
          unmatched: 1,
        },
        company_columns: [
          'company_Address 1',
          'company_Address 2',
          'company_City',
          'company_Company Name',
          'company_Company URL',
          'company_Country',
          'company_DUNs',
          'company_Hubzone Owned',
          'company_Number Awards',
          'company_Socially Economically Disadvantaged',
          'company_State',
          'company_UEI',
          'company_Women Owned',
          'company_ZIP',
        ],
      },
      awards_rows: 7,
      company_rows: 6,
      company_rows_distinct: 5,
    });
    expect(ports.files.text('artifacts/2025-01-20/enrichment_summary.md')).toContain(
      '| Award rows | 7 |\n| Company rows | 6 |\n| Matched awards | 4 |\n| Match rate | 57.14% |\n| Average match score | 98.00 |',
    );
  });

  it('takes the thresholds of the event', async () => {
    const fields = { high_threshold: 80, low_threshold: 50 };

    const { matched_awards } = await enrichmentChecks(event(fields), portsWith(objects));

    expect(matched_awards).toBe(5);
  });

  it('counts a record of the wrong width as unmatched', async () => {
    const ports = portsWith({ ...objects, [AWARD_KEY]: `${awardFile([{}])}Acme,x\r\n` });

    expect(await enrichmentChecks(event(), ports)).toMatchObject({ match_rate: 0.5 });
  });

  it.each([
    [0.7, ['Match rate fell from 70.00% to 57.14%']],
    [0.62, []],
    [null, []],
  ])('warns when the rate fell by more than 5 points from %d', async (before, warnings) => {
    const ports = portsWith({ ...objects, 'state/last_success.json': lastSuccess(before) });

    const body = await enrichmentChecks(event(), ports);

    expect(body.warnings.slice(1)).toEqual(warnings);
  });

  it('is skipped without company files', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}]) });

    expect(await enrichmentChecks(event(), ports)).toEqual({
      status: 'skipped',
      match_rate: null,
      matched_awards: null,
      enrichment_json_s3_key: null,
      enrichment_md_s3_key: null,
      warnings: ['There are no company files under "raw/companies/"'],
    });
  });
});
