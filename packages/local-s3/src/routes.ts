import type { S3Request } from './http/s3-request.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
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
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { createSession } from './operations/directory-buckets.ts';
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

/** Every operation by S3's name. */
export const OPERATIONS = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CreateBucket: createBucket,
  CreateMultipartUpload: createMultipartUpload,
  DeleteBucket: deleteBucket,
  DeleteBucketCors: deleteBucketCors,
  DeleteObject: deleteObject,
  GetBucketCors: getBucketCors,
  GetBucketLocation: getBucketLocation,
  GetObject: getObject,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListMultipartUploads: listMultipartUploads,
  ListObjectsV2: listObjectsV2,
  ListParts: listParts,
  CreateSession: createSession,
  PostObject: postObject,
  PutBucketCors: putBucketCors,
  PutObject: putObject,
  UploadPart: uploadPart,
  CopyObject: copyObject,
  DeleteBucketLifecycle: deleteBucketLifecycle,
  DeleteObjectTagging: deleteObjectTagging,
  DeleteObjects: deleteObjects,
  GetBucketLifecycleConfiguration: getBucketLifecycle,
  GetObjectAcl: getObjectAcl,
  GetObjectAttributes: getObjectAttributes,
  GetObjectLegalHold: getObjectLegalHold,
  GetObjectRetention: getObjectRetention,
  GetObjectTagging: getObjectTagging,
  PutBucketLifecycleConfiguration: putBucketLifecycle,
  PutObjectLegalHold: putObjectLegalHold,
  PutObjectRetention: putObjectRetention,
  PutObjectTagging: putObjectTagging,
  UploadPartCopy: uploadPartCopy,
} as const satisfies Record<string, Operation>;

/** The name of an operation as S3 has it. */
export type OperationName = keyof typeof OPERATIONS;

/** Method, what it is aimed at, and exactly the sub-resources in the query, in order of name. */
const ROUTES: Readonly<Record<string, OperationName>> = {
  'GET service': 'ListBuckets',

  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket ?list-type': 'ListObjectsV2',
  'GET bucket ?location': 'GetBucketLocation',
  'GET bucket ?uploads': 'ListMultipartUploads',
  'PUT bucket ?cors': 'PutBucketCors',
  'GET bucket ?cors': 'GetBucketCors',
  'DELETE bucket ?cors': 'DeleteBucketCors',

  'PUT bucket ?lifecycle': 'PutBucketLifecycleConfiguration',
  'GET bucket ?lifecycle': 'GetBucketLifecycleConfiguration',
  'DELETE bucket ?lifecycle': 'DeleteBucketLifecycle',
  'POST bucket ?delete': 'DeleteObjects',
  'POST bucket': 'PostObject',
  'GET bucket ?session': 'CreateSession',

  'PUT object': 'PutObject',
  'PUT object, copy': 'CopyObject',
  'GET object ?acl': 'GetObjectAcl',
  'GET object ?attributes': 'GetObjectAttributes',
  'PUT object ?legal-hold': 'PutObjectLegalHold',
  'GET object ?legal-hold': 'GetObjectLegalHold',
  'PUT object ?retention': 'PutObjectRetention',
  'GET object ?retention': 'GetObjectRetention',
  'PUT object ?tagging': 'PutObjectTagging',
  'GET object ?tagging': 'GetObjectTagging',
  'DELETE object ?tagging': 'DeleteObjectTagging',
  'GET object': 'GetObject',
  'GET object ?partNumber': 'GetObject',
  'HEAD object': 'HeadObject',
  'HEAD object ?partNumber': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'POST object ?uploads': 'CreateMultipartUpload',
  'PUT object ?partNumber&uploadId': 'UploadPart',
  'PUT object ?partNumber&uploadId, copy': 'UploadPartCopy',
  'GET object ?uploadId': 'ListParts',
  'POST object ?uploadId': 'CompleteMultipartUpload',
  'DELETE object ?uploadId': 'AbortMultipartUpload',
};

/** Query parameters that choose an operation in S3, whether this server has it or not. */
const SUB_RESOURCES = new Set(
  `accelerate acl analytics append attributes cors delete encryption intelligent-tiering inventory
  legal-hold lifecycle list-type location logging metadataConfiguration metadataTable metrics
  notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock
  renameObject replication requestPayment restore retention select session tagging torrent uploadId
  uploads versionId versioning versions website`.split(/\s+/),
);

/**
 * Finds the operation that a request asks for, or the error to answer: `NotImplemented` for a
 * sub-resource this server does not have, `MethodNotAllowed` for a method that makes no sense.
 */
export function findOperation(request: S3Request): OperationName | S3Error {
  const scope =
    request.bucket === undefined ? 'service' : request.key === undefined ? 'bucket' : 'object';
  // A parameter without a value chooses something, even if S3 does not know it.
  const chosen = [...request.query]
    .filter(([name, value]) => SUB_RESOURCES.has(name) || (value === '' && isFlag(name)))
    .map(([name]) => name)
    .sort();
  const copies = request.method === 'PUT' && request.amzHeader('x-amz-copy-source') !== undefined;
  const flags = chosen.length === 0 ? '' : ` ?${chosen.join('&')}`;
  const what = `${scope}${flags}${copies ? ', copy' : ''}`;
  const name = ROUTES[`${request.method} ${what}`];
  if (name !== undefined) return name;
  const known = Object.keys(ROUTES).some((route) => route.endsWith(` ${what}`));
  // S3 has version 1 of ListObjects here.
  if ((!known && chosen.length > 0) || `${request.method} ${what}` === 'GET bucket') {
    return new S3Error('NotImplemented', undefined, { Header: chosen.join(', ') });
  }
  const details = { Method: request.method, ResourceType: scope.toUpperCase() };
  return new S3Error('MethodNotAllowed', undefined, details);
}

const EMPTY_ALLOWED =
  /^(?:prefix|delimiter|marker|key-marker|upload-id-marker|start-after|continuation-token|encoding-type|fetch-owner|max-.*|response-.*|part-number-marker|x-id|x-amz-.*)$/i;

function isFlag(name: string): boolean {
  return !EMPTY_ALLOWED.test(name);
}
