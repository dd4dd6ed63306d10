import type { S3Request } from './http/s3-request.ts';
import { deleteBucketCors, getBucketCors, putBucketCors } from './operations/bucket-cors.ts';
import {
  deleteBucketLifecycle,
  getBucketLifecycle,
  putBucketLifecycle,
} from './operations/bucket-lifecycle.ts';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './operations/buckets.ts';
import type { Operation } from './operations/call.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject, deleteObjects } from './operations/delete-object.ts';
import { createSession } from './operations/directory-buckets.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
} from './operations/end-multipart-upload.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { getObjectAcl } from './operations/grants.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listParts } from './operations/list-parts.ts';
import {
  getObjectLegalHold,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from './operations/object-lock.ts';
import { putObject } from './operations/put-object.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/tags.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import { postObject } from './post-object/post-object.ts';
import { S3Error } from './s3-error.ts';

/**
 * The operations by method, target and the exact sub-resources of the query, sorted by name. Each has S3's name, so AWS
 * documents it at `https://docs.aws.amazon.com/AmazonS3/latest/API/API_<name>.html`.
 */
const ROUTES = {
  'GET service': ['ListBuckets', listBuckets],

  'PUT bucket': ['CreateBucket', createBucket],
  'HEAD bucket': ['HeadBucket', headBucket],
  'DELETE bucket': ['DeleteBucket', deleteBucket],
  'GET bucket ?list-type': ['ListObjectsV2', listObjectsV2],
  'GET bucket ?location': ['GetBucketLocation', getBucketLocation],
  'GET bucket ?uploads': ['ListMultipartUploads', listMultipartUploads],
  'PUT bucket ?cors': ['PutBucketCors', putBucketCors],
  'GET bucket ?cors': ['GetBucketCors', getBucketCors],
  'DELETE bucket ?cors': ['DeleteBucketCors', deleteBucketCors],

  'PUT bucket ?lifecycle': ['PutBucketLifecycleConfiguration', putBucketLifecycle],
  'GET bucket ?lifecycle': ['GetBucketLifecycleConfiguration', getBucketLifecycle],
  'DELETE bucket ?lifecycle': ['DeleteBucketLifecycle', deleteBucketLifecycle],
  'POST bucket ?delete': ['DeleteObjects', deleteObjects],
  'POST bucket': ['PostObject', postObject],
  'GET bucket ?session': ['CreateSession', createSession],

  'PUT object': ['PutObject', putObject],
  'PUT object, copy': ['CopyObject', copyObject],
  'GET object ?acl': ['GetObjectAcl', getObjectAcl],
  'GET object ?attributes': ['GetObjectAttributes', getObjectAttributes],
  'PUT object ?legal-hold': ['PutObjectLegalHold', putObjectLegalHold],
  'GET object ?legal-hold': ['GetObjectLegalHold', getObjectLegalHold],
  'PUT object ?retention': ['PutObjectRetention', putObjectRetention],
  'GET object ?retention': ['GetObjectRetention', getObjectRetention],
  'PUT object ?tagging': ['PutObjectTagging', putObjectTagging],
  'GET object ?tagging': ['GetObjectTagging', getObjectTagging],
  'DELETE object ?tagging': ['DeleteObjectTagging', deleteObjectTagging],
  'GET object': ['GetObject', getObject],
  'GET object ?partNumber': ['GetObject', getObject],
  'HEAD object': ['HeadObject', headObject],
  'HEAD object ?partNumber': ['HeadObject', headObject],
  'DELETE object': ['DeleteObject', deleteObject],
  'POST object ?uploads': ['CreateMultipartUpload', createMultipartUpload],
  'PUT object ?partNumber&uploadId': ['UploadPart', uploadPart],
  'PUT object ?partNumber&uploadId, copy': ['UploadPartCopy', uploadPartCopy],
  'GET object ?uploadId': ['ListParts', listParts],
  'POST object ?uploadId': ['CompleteMultipartUpload', completeMultipartUpload],
  'DELETE object ?uploadId': ['AbortMultipartUpload', abortMultipartUpload],
} as const satisfies Record<string, readonly [name: string, run: Operation]>;

/** S3's name of an operation. */
export type OperationName = (typeof ROUTES)[keyof typeof ROUTES][0];

type Row = readonly [OperationName, Operation];

/** An operation that this server has. */
export interface Route {
  readonly name: OperationName;
  readonly run: Operation;
}

/** Query parameters that select an operation on S3, including operations that this server lacks. */
const SUB_RESOURCES = new Set(
  `accelerate acl analytics append attributes cors delete encryption intelligent-tiering inventory
  legal-hold lifecycle list-type location logging metadataConfiguration metadataTable metrics
  notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock
  renameObject replication requestPayment restore retention select session tagging torrent uploadId
  uploads versionId versioning versions website`.split(/\s+/),
);

/**
 * Finds the operation that a request asks for. Otherwise returns the error: `NotImplemented` for a sub-resource that
 * this server lacks, `MethodNotAllowed` for a method that the target does not support.
 */
export function findOperation(request: S3Request): Route | S3Error {
  const scope =
    request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
  // A parameter without a value selects a sub-resource, even one that S3 does not know.
  const chosen = [...request.query]
    .filter(
      ([name, value]) => SUB_RESOURCES.has(name) || (value === '' && !EMPTY_ALLOWED.test(name)),
    )
    .map(([name]) => name)
    .sort();
  const copies = request.method === 'PUT' && request.amzHeader('x-amz-copy-source') !== undefined;
  const flags = chosen.length === 0 ? '' : ` ?${chosen.join('&')}`;
  const what = `${scope}${flags}${copies ? ', copy' : ''}`;
  const route = `${request.method} ${what}`;
  const row = (ROUTES as Partial<Record<string, Row>>)[route];
  if (row !== undefined) return { name: row[0], run: row[1] };
  const known = Object.keys(ROUTES).some((other) => other.endsWith(` ${what}`));
  // On S3 this is ListObjects, version 1.
  if ((!known && chosen.length > 0) || route === 'GET bucket') {
    return new S3Error('NotImplemented', undefined, { Header: chosen.join(', ') });
  }
  const details = { Method: request.method, ResourceType: scope.toUpperCase() };
  return new S3Error('MethodNotAllowed', undefined, details);
}

const EMPTY_ALLOWED =
  /^(?:prefix|delimiter|marker|key-marker|upload-id-marker|start-after|continuation-token|encoding-type|fetch-owner|max-.*|response-.*|part-number-marker|x-id|x-amz-.*)$/i;
