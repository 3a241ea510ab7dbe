import type { FileInfo, FileStore } from '../file-store.ts';
import { openS3Store, type OpenStore } from '../s3/open-s3-store.ts';

const AWARDS_PREFIX = 'raw/awards/';

/**
 * The newest `award_data.csv` below a prefix, by the time S3 got it, over all pages.
 *
 * @param prefix - `raw/awards/`, where download-csv writes one folder a day
 * @returns its URL, or nothing
 * @throws the errors of every store
 */
export async function findLatestSbirAwards(
  bucket: string,
  prefix: string = AWARDS_PREFIX,
  openStore: OpenStore = openS3Store,
): Promise<string | undefined> {
  const newest = await findLatestIn(openStore(bucket), prefix);
  return newest && `s3://${bucket}/${newest.key}`;
}

/** The same inside one store. Of two at the same moment the later key wins: it has the later date. */
export async function findLatestIn(
  store: FileStore,
  prefix: string = AWARDS_PREFIX,
): Promise<FileInfo | undefined> {
  let newest: FileInfo | undefined;
  for await (const info of store.list(prefix)) {
    if (!info.key.endsWith('/award_data.csv')) continue;
    if (!newest || info.lastModifiedMs >= newest.lastModifiedMs) newest = info;
  }
  return newest;
}
