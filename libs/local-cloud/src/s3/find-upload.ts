import type { S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { Upload } from './store/uploads.ts';

/** S3 numbers the parts of an upload from 1 to this. */
const MOST_PARTS = 10_000;

/**
 * The upload that the query `uploadId` names.
 *
 * @throws {S3Error} `NoSuchUpload`
 */
export function requireUpload({ store, bucketName, key, query }: S3Call): Upload {
  const id = query.get('uploadId') ?? '';
  const upload = store.uploads.find(bucketName, key, id);
  if (upload) return upload;
  throw new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { elements: { UploadId: id } },
  );
}

/**
 * The part that the query `partNumber` names.
 *
 * @throws {S3Error} `InvalidArgument`
 */
export function readPartNumber({ query }: S3Call): number {
  const text = query.get('partNumber') ?? '';
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= MOST_PARTS) return number;
  throw new S3Error(
    'InvalidArgument',
    'Part number must be an integer between 1 and 10000, inclusive',
    { elements: { ArgumentName: 'partNumber', ArgumentValue: text } },
  );
}
