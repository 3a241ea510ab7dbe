import type { GetObjectCommand } from '@aws-sdk/client-s3';
import type { S3Endpoint } from '@pipelines/local-cloud';
import type { SdkService } from './sdk-calls.ts';

const ACTIONS = [
  'abortMultipartUpload completeMultipartUpload copyObject createBucket createMultipartUpload',
  'deleteBucket deleteObject deleteObjectTagging deleteObjects getBucketLocation getBucketVersioning',
  'getObject getObjectTagging headBucket headObject listBuckets listMultipartUploads listObjects',
  'listObjectsV2 listObjectVersions listParts putBucketVersioning putObject putObjectTagging',
  'uploadPart uploadPartCopy',
]
  .join(' ')
  .split(' ');

/** The answer to a HEAD has no body that could name the error. */
const HEAD_CODES: Readonly<Record<string, string>> = {
  headObject: 'NoSuchKey',
  headBucket: 'NoSuchBucket',
};

/** The operations that the local S3 has, for states that call it. */
export function createS3Service(open: () => Promise<S3Endpoint>): SdkService {
  return {
    name: 'S3',
    actions: new Set(ACTIONS),
    async open() {
      // Loaded here: the SDK takes a while, and most machines call no S3.
      const [sdk, { createLocalS3Client }, endpoint] = await Promise.all([
        import('@aws-sdk/client-s3'),
        import('../../storage/local-s3-client.ts'),
        open(),
      ]);
      // Asking for the checksums would put them into the answer, where AWS has none.
      const client = createLocalS3Client(endpoint, { responseChecksumValidation: 'WHEN_REQUIRED' });
      return {
        sdk,
        send: (command, abortSignal) => client.send(command as GetObjectCommand, { abortSignal }),
        destroy: () => client.destroy(),
      };
    },
    codeOf: (action, code) => (code === 'NotFound' ? (HEAD_CODES[action] ?? code) : code),
  };
}
