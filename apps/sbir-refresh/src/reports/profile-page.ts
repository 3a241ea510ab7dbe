import type { HeaderComparison } from '../awards/compare-header.ts';
import { escapeCell, groupDigits, page, table } from './markdown.ts';

/** One input file. */
export interface FileProfile {
  /** Its key. */
  readonly path: string;
  readonly row_count: number;
  readonly column_count: number;
  readonly columns: readonly string[];
  readonly schema: HeaderComparison;
}

/** The file `inputs_profile.json`. Source: sbir-refresh.md 2.4. */
export interface InputsProfile {
  readonly generated_at_utc: string;
  readonly award: FileProfile;
  readonly company_files: readonly FileProfile[];
  /** Rows of all company files; a company that stands in two of them counts twice. */
  readonly totals: { readonly company_files: number; readonly company_rows: number };
}

/** The Markdown of a profile. Source: sbir-refresh.md 2.4. */
export function profilePage({ award, company_files, totals }: InputsProfile): string {
  return page(
    '# SBIR input dataset profile',
    table(
      ['Input', 'Rows', 'Columns', 'Schema status'],
      [['award_data.csv', groupDigits(award.row_count), award.column_count, statusOf(award)]],
    ),
    '## Company search files',
    table(
      ['File', 'Rows', 'Schema status', 'Missing', 'Extra'],
      company_files.map((file) => [
        escapeCell(file.path.split('/').at(-1) ?? file.path),
        groupDigits(file.row_count),
        statusOf(file),
        namesOf(file.schema.missing_columns),
        namesOf(file.schema.extra_columns),
      ]),
    ),
    '## Totals',
    `- Company files: ${groupDigits(totals.company_files)}\n- Company rows: ${groupDigits(totals.company_rows)}`,
  );
}

const statusOf = ({ schema }: FileProfile): string => (schema.matches_expected ? 'match' : 'drift');

const namesOf = (columns: readonly string[]): string =>
  columns.length > 0 ? columns.map(escapeCell).join(', ') : '—';
