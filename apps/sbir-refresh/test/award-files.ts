import { awardColumns, companyColumns } from '@pipelines/contracts';
import { createVirtualClock } from '@pipelines/core';
import { formatCsvRecord } from '../src/csv/format-csv-record.ts';
import type { StepPorts } from '../src/ports.ts';
import { cleanAward, fieldsOfAward, type AwardValues } from './awards.ts';
import { createMemoryFiles, type MemoryFiles } from './memory-files.ts';

export const AWARD_KEY = 'raw/awards/2025-01-20/award_data.csv';
export const COMPANY_KEY = 'raw/companies/nasa-company_search_1.csv';
export const NOW = '2025-01-20T14:30:00.000Z';

/** An award file: clean awards with these changes, contract and tracking number by row. */
export function awardFile(
  rows: readonly AwardValues[],
  header: readonly string[] = awardColumns,
): string {
  const records = rows.map((values, index) =>
    fieldsOfAward({
      ...cleanAward,
      'Agency Tracking Number': `T-${index}`,
      Contract: `C-${index}`,
      ...values,
    }),
  );
  return [header, ...records].map(formatCsvRecord).join('');
}

/** A company file with these names, UEIs and DUNS numbers. */
export function companyFile(
  rows: readonly (readonly [name: string, uei?: string, duns?: string])[],
  header: readonly string[] = companyColumns,
): string {
  const records = rows.map(([name, uei = '', duns = '']) => [
    name,
    uei,
    duns,
    ...Array.from({ length: 11 }, () => ''),
  ]);
  return [header, ...records].map(formatCsvRecord).join('');
}

/** Ports over a store with these objects, at {@link NOW}. */
export function portsWith(
  objects: Readonly<Record<string, string | Uint8Array>>,
): StepPorts & { readonly files: MemoryFiles } {
  return {
    files: createMemoryFiles(objects),
    bucket: 'awards-bucket',
    clock: createVirtualClock(Date.parse(NOW)),
  };
}
