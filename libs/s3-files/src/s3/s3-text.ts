import { openS3Store, type OpenStore } from './open-s3-store.ts';

/**
 * A small object as UTF-8 text.
 *
 * @throws {FileNotFoundError} and the errors of every store
 */
export function readFromS3(
  bucket: string,
  key: string,
  openStore: OpenStore = openS3Store,
): Promise<string> {
  return openStore(bucket).readText(key);
}

/**
 * Write text as an object, in UTF-8.
 *
 * @param contentType - `text/plain` unless said otherwise; the charset is not added
 * @throws the errors of every store
 */
export async function writeToS3(
  bucket: string,
  key: string,
  content: string,
  contentType = 'text/plain',
  openStore: OpenStore = openS3Store,
): Promise<void> {
  await openStore(bucket).write(key, content, { contentType });
}
