import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createBucket } from './operations/create-bucket.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteBucket } from './operations/delete-bucket.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getBucketLocation } from './operations/get-bucket-location.ts';
import { getBucketVersioning } from './operations/get-bucket-versioning.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { headBucket } from './operations/head-bucket.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listObjects } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import {
  deleteObjectTagging,
  getObjectTagging,
  putObjectTagging,
} from './operations/object-tagging.ts';
import { putBucketVersioning } from './operations/put-bucket-versioning.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import { uploadPart } from './operations/upload-part.ts';
import { headerOf, type S3Call, type S3Operation } from './s3-call.ts';
import { S3Error } from './s3-error.ts';

/**
 * Operations by level, method and what of the resource is asked for. S3 has no names in its
 * requests: `GET /bucket?versioning` is GetBucketVersioning.
 */
const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'service GET': listBuckets,

  'bucket PUT': createBucket,
  'bucket HEAD': headBucket,
  'bucket DELETE': deleteBucket,
  'bucket GET': listObjects,
  'bucket GET list-type': listObjectsV2,
  'bucket GET versions': listObjectVersions,
  'bucket GET location': getBucketLocation,
  'bucket GET versioning': getBucketVersioning,
  'bucket GET uploads': listMultipartUploads,
  'bucket PUT versioning': putBucketVersioning,
  'bucket POST delete': deleteObjects,

  'object GET': getObject,
  'object HEAD': headObject,
  'object PUT': putObject,
  'object DELETE': deleteObject,
  'object GET tagging': getObjectTagging,
  'object PUT tagging': putObjectTagging,
  'object DELETE tagging': deleteObjectTagging,
  'object PUT copy': copyObject,
  'object POST uploads': createMultipartUpload,
  'object PUT uploadId': uploadPart,
  'object PUT uploadId copy': uploadPartCopy,
  'object GET uploadId': listParts,
  'object POST uploadId': completeMultipartUpload,
  'object DELETE uploadId': abortMultipartUpload,
};

/** Queries that choose an operation, those of operations that are not here included. */
const SELECTORS = [
  'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold',
  'lifecycle list-type location logging metrics notification object-lock ownershipControls policy',
  'policyStatus publicAccessBlock renameObject replication requestPayment restore retention select',
  'session tagging torrent uploadId uploads versioning versions website',
]
  .join(' ')
  .split(' ');

/** An operation, and its name here: `object PUT uploadId copy`. */
export interface FoundOperation {
  readonly name: string;
  readonly run: S3Operation;
}

/**
 * The operation that a request asks for.
 *
 * @throws {S3Error} `NotImplemented` for one that this endpoint does not have
 */
export function findOperation(call: S3Call): FoundOperation {
  const level = call.key !== '' ? 'object' : call.bucketName !== '' ? 'bucket' : 'service';
  const selector = SELECTORS.find((name) => call.query.has(name));
  const isCopy = level === 'object' && headerOf(call, 'x-amz-copy-source') !== undefined;
  const name = [level, call.request.method, selector, isCopy ? 'copy' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
  const run = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (run) return { name, run };
  throw new S3Error(
    'NotImplemented',
    'A header you provided implies functionality that is not implemented',
    { elements: { Operation: name } },
  );
}
