import type { ChecksumAlgorithm, ChecksumType } from '../checksums/checksum.ts';
import { canCombine } from '../checksums/combine-crc.ts';
import { readObjectAttributes } from '../object-attributes.ts';
import { parseAlgorithm } from '../payload/expected-digests.ts';
import { headerOf, requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { writeXml } from '../write-xml.ts';

/** CreateMultipartUpload: what the object will be is decided here. */
export const createMultipartUpload: S3Operation = async (call) => {
  const { store, key, clock } = call;
  const { name: bucket } = requireBucket(call);
  const algorithm = parseAlgorithm(headerOf(call, 'x-amz-checksum-algorithm'));
  const checksum = algorithm && { algorithm, type: readType(call, algorithm) };
  const upload = store.uploads.create({
    bucket,
    key,
    createdMs: clock.now(),
    attributes: { object: readObjectAttributes(call), ...(checksum && { checksum }) },
  });
  return {
    status: 200,
    headers: checksum
      ? {
          'x-amz-checksum-algorithm': checksum.algorithm,
          'x-amz-checksum-type': checksum.type,
        }
      : {},
    body: writeXml('InitiateMultipartUploadResult', [
      ['Bucket', bucket],
      ['Key', key],
      ['UploadId', upload.id],
    ]),
  };
};

/** Source: Amazon S3 User Guide, "Checking object integrity", table of full object and composite. */
function readType(call: S3Call, algorithm: ChecksumAlgorithm): ChecksumType {
  const fallback = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const type = headerOf(call, 'x-amz-checksum-type')?.toUpperCase() ?? fallback;
  const isPossible =
    (type === 'FULL_OBJECT' && canCombine(algorithm)) ||
    (type === 'COMPOSITE' && algorithm !== 'CRC64NVME');
  if (isPossible) return type;
  throw new S3Error(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
}
