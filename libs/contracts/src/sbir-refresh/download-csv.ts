import * as z from 'zod';
import { flag } from './graph-fields.ts';
import {
  commonEventFields,
  count,
  eventText,
  optionalField,
  runDate,
  sha256,
} from './step-fields.ts';

/** Event of download-csv. Source: sbir-contracts.md 2.2. */
export const downloadCsvEvent = z.object({
  ...commonEventFields,
  source_url: optionalField(eventText),
  force_refresh: flag(false),
  run_neo4j: flag(true),
  started_at: optionalField(
    z.iso.datetime({ offset: true, error: 'must be an ISO timestamp with a zone' }),
  ),
});

/** Body of a download that succeeded, whether or not the file is new. */
export const downloadCsvBody = z.strictObject({
  status: z.literal('success'),
  /** Not the file, or not in the graph, that was recorded last; `force_refresh` does not alter it. */
  changed: z.boolean(),
  s3_bucket: z.string(),
  s3_key: z.string(),
  /** Of the decoded bytes. */
  sha256,
  previous_sha256: sha256.nullable(),
  /** Decoded bytes. */
  file_size: count,
  /** Records without the header. */
  row_count: count,
  /** Line ends of any kind, inside quotes too, and a last line without one. */
  line_count: count,
  source_url: z.string(),
  downloaded_at: z.iso.datetime(),
  run_date: runDate,
  /** False where the object of the last run is the same file. */
  uploaded: z.boolean(),
});

export type DownloadCsvEvent = z.output<typeof downloadCsvEvent>;
export type DownloadCsvBody = z.output<typeof downloadCsvBody>;
