import { personalAwardColumns } from '@pipelines/contracts';
import type { CheckedFile } from '../awards/check-awards.ts';
import { escapeCell, table } from './markdown.ts';

const MEBIBYTE = 1024 * 1024;

/** What the step knows beside the rows. */
export interface RawFileFacts {
  readonly tableName: string;
  readonly columns: readonly string[];
  readonly sizeBytes: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The file `raw_sbir_awards_metadata.json`. Source: sbir-refresh.md 5.1.
 *
 * Import and extraction are one pass here, so the three durations are the same. The preview leaves
 * out the columns about persons.
 */
export function rawMetadata(checked: CheckedFile, file: RawFileFacts): object {
  const { columns, startMs, endMs } = file;
  const seconds = (endMs - startMs) / 1000;
  const { preview, ...facts } = checked.facts;
  return {
    metadata: {
      table_name: file.tableName,
      num_records: checked.total_records,
      num_columns: columns.length,
      file_size_mb: round(file.sizeBytes / MEBIBYTE),
      import_duration_seconds: round(seconds),
      records_per_second: seconds > 0 ? Math.round(checked.total_records / seconds) : null,
      ...facts,
      extraction_start_utc: new Date(startMs).toISOString(),
      extraction_end_utc: new Date(endMs).toISOString(),
      column_mapping: Object.fromEntries(columns.map((column) => [column, snakeCase(column)])),
      columns,
      preview: previewTable(columns, preview),
      performance_import_duration_seconds: round(seconds),
      performance_extract_duration_seconds: round(seconds),
      performance_total_duration_seconds: round(seconds),
      performance_peak_memory_mb: round(process.resourceUsage().maxRSS / 1024),
    },
  };
}

function previewTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const personal: ReadonlySet<string> = new Set(personalAwardColumns);
  return table(
    columns.filter((column) => !personal.has(column)).map(escapeCell),
    rows.map((row) => row.map(escapeCell)),
  );
}

const snakeCase = (column: string): string => column.toLowerCase().replaceAll(' ', '_');

const round = (value: number): number => Math.round(value * 1000) / 1000;
