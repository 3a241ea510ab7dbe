import type { FileStore } from '@pipelines/s3-files';

/** The award file of a run. */
export interface PublishedFile {
  readonly s3Key: string;
  readonly sha256: string;
  readonly runDate: string;
}

const CURRENT_KEY = 'data/raw/sbir/award_data.csv';

/**
 * Put the award file where data paths look for it: `data/raw/sbir/award_data.csv`, and for a file that
 * was processed a copy with its date. A copy that is there already is left alone.
 *
 * @param isProcessed - false for an unchanged file: then only a copy that is missing is made good
 * Source: sbir-contracts.md 2.2, run-all
 */
export async function publishCopies(
  files: FileStore,
  file: PublishedFile,
  isProcessed: boolean,
): Promise<readonly string[]> {
  const dated = `data/raw/sbir/award_data_${file.runDate}.csv`;
  const written: string[] = [];
  for (const key of isProcessed ? [CURRENT_KEY, dated] : [CURRENT_KEY]) {
    const present = await files.head(key);
    if (present?.metadata['csv_hash'] === file.sha256) continue;
    const { body } = await files.read(file.s3Key);
    await files.write(key, body, {
      contentType: 'text/csv',
      metadata: { csv_hash: file.sha256, upload_date: file.runDate },
    });
    written.push(key);
  }
  return written;
}
