import { companyPrefixes } from '@pipelines/contracts';
import type { FileStore } from '@pipelines/s3-files';

/**
 * Keys of the company files, sorted: those under `prefix`, else those under `reference/companies/`.
 *
 * A company file has `company_search` in its key and ends in `.csv`. The second place is there
 * because `raw/` may expire. Source: sbir-contracts.md 2.2.
 */
export async function listCompanyFiles(
  files: FileStore,
  prefix: string,
): Promise<readonly string[]> {
  for (const place of new Set([prefix, companyPrefixes[1]])) {
    const keys: string[] = [];
    for await (const { key } of files.list(place)) {
      if (key.includes('company_search') && key.endsWith('.csv')) keys.push(key);
    }
    if (keys.length > 0) return keys.sort();
  }
  return [];
}
