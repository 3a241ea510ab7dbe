import { requireUpload } from '../find-upload.ts';
import type { S3Operation } from '../s3-call.ts';

/** AbortMultipartUpload. */
export const abortMultipartUpload: S3Operation = async (call) => {
  await call.store.uploads.abort(requireUpload(call).id);
  return { status: 204 };
};
