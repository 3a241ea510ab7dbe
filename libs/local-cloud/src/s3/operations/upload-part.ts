import { checksumHeader } from '../checksums/checksum.ts';
import { readPartNumber, requireUpload } from '../find-upload.ts';
import { readExpectedDigests } from '../payload/expected-digests.ts';
import { receiveBody } from '../payload/receive-body.ts';
import type { S3Call, S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { storePart } from '../store-part.ts';
import type { Upload } from '../store/uploads.ts';

/** UploadPart. */
export const uploadPart: S3Operation = async (call) => {
  const number = readPartNumber(call);
  const { attributes } = requireUpload(call);
  assertAlgorithm(call, attributes);
  const body = await receiveBody(call, attributes.checksum?.algorithm);
  const { etag } = await storePart(call, number, body);
  const { checksum } = body;
  return {
    status: 200,
    headers: {
      etag: `"${etag}"`,
      ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.digest.toString('base64') }),
    },
  };
};

function assertAlgorithm(call: S3Call, { checksum }: Upload['attributes']): void {
  const given = readExpectedDigests(call).checksum?.algorithm;
  if (!checksum || !given || given === checksum.algorithm) return;
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`,
  );
}
