import type { DatasetMetadata } from '@pipelines/contracts';
import { escapeCell, groupDigits, page, percent, table, warningSection } from './markdown.ts';

const MEBIBYTE = 1024 * 1024;

/** The Markdown summary of a validated award file. Source: sbir-refresh.md 2.3. */
export function datasetPage(metadata: DatasetMetadata): string {
  const { bytes, row_delta, row_delta_pct } = metadata;
  const delta = row_delta === null ? 'N/A' : signed(row_delta, groupDigits);
  const share = row_delta_pct === null ? 'N/A' : signed(row_delta_pct, percent);
  return page(
    '# SBIR awards dataset refresh',
    table(
      ['Field', 'Value'],
      [
        ['Source URL', escapeCell(metadata.source_url)],
        ['Downloaded (UTC)', metadata.refreshed_at_utc],
        ['SHA-256', `\`${metadata.sha256}\``],
        ['File size', `${groupDigits(bytes)} bytes (${(bytes / MEBIBYTE).toFixed(2)} MiB)`],
        ['Row count', groupDigits(metadata.row_count)],
        ['Row delta', `${delta} (${share})`],
        ['Column count', metadata.column_count],
        ['Schema status', metadata.schema.matches_expected ? 'match' : 'drift'],
      ],
    ),
    warningSection(metadata.warnings),
  );
}

const signed = (value: number, format: (value: number) => string): string =>
  `${value < 0 ? '' : '+'}${format(value)}`;
