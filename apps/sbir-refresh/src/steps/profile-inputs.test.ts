import { describe, expect, it } from '@jest/globals';
import { companyColumns, profileInputsBody, profileInputsEvent } from '@pipelines/contracts';
import {
  AWARD_KEY,
  awardFile,
  COMPANY_KEY,
  companyFile,
  NOW,
  portsWith,
} from '../../test/award-files.ts';
import { profileInputs } from './profile-inputs.ts';

const event = (fields: object = {}) =>
  profileInputsEvent.parse({ award_csv_s3_key: AWARD_KEY, ...fields });

describe('profileInputs', () => {
  it('counts and compares the award file and every company file', async () => {
    const drifted = companyColumns.map((name) => (name === 'DUNs' ? 'Duns|<b>' : name));
    const ports = portsWith({
      [AWARD_KEY]: awardFile([{}, {}]),
      [COMPANY_KEY]: companyFile([['Acme\nInc'], ['Beta']]),
      'raw/companies/dow-company_search_2.csv': companyFile([['Acme']], drifted),
      'raw/companies/notes.txt': 'x',
      'raw/companies/other.csv': 'x',
    });

    const body = await profileInputs(event(), ports);

    expect(profileInputsBody.parse(body)).toEqual(body);
    expect(body).toEqual({
      status: 'success',
      profile_json_s3_key: 'artifacts/2025-01-20/inputs_profile.json',
      profile_md_s3_key: 'artifacts/2025-01-20/inputs_profile.md',
      schema_drift_detected: true,
      company_files: 2,
      company_rows: 3,
      warnings: ['The header of "raw/companies/dow-company_search_2.csv" differs'],
    });
    expect(ports.files.json(body.profile_json_s3_key)).toMatchObject({
      generated_at_utc: NOW,
      award: {
        path: AWARD_KEY,
        row_count: 2,
        column_count: 42,
        schema: { matches_expected: true },
      },
      company_files: [
        { path: 'raw/companies/dow-company_search_2.csv', row_count: 1 },
        { path: COMPANY_KEY, row_count: 2, schema: { missing_columns: [] } },
      ],
      totals: { company_files: 2, company_rows: 3 },
    });
    expect(ports.files.text(body.profile_md_s3_key)).toBe(`# SBIR input dataset profile

| Input | Rows | Columns | Schema status |
| --- | --- | --- | --- |
| award_data.csv | 2 | 42 | match |

## Company search files

| File | Rows | Schema status | Missing | Extra |
| --- | --- | --- | --- | --- |
| dow-company\\_search\\_2.csv | 1 | drift | DUNs | Duns\\|&lt;b&gt; |
| nasa-company\\_search\\_1.csv | 2 | match | — | — |

## Totals

- Company files: 2
- Company rows: 3
`);
  });

  it('looks under reference/companies/ when there are none', async () => {
    const ports = portsWith({
      [AWARD_KEY]: awardFile([{}]),
      'reference/companies/all-company_search_1.csv': companyFile([['Acme']]),
    });

    expect(await profileInputs(event(), ports)).toMatchObject({
      company_files: 1,
      schema_drift_detected: false,
      warnings: [],
    });
  });

  it('warns without company files, and refuses where they are required', async () => {
    const ports = portsWith({ [AWARD_KEY]: awardFile([{}]) });

    expect(await profileInputs(event(), ports)).toMatchObject({
      company_files: 0,
      warnings: ['There are no company files under "raw/companies/"'],
    });
    await expect(
      profileInputs(event({ require_company_files: true }), ports),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
