import {
  ADMIN_ROUTES,
  type AdminAbortRequest,
  type AdminAbortResponse,
  type ConfigurationResponse,
  type DeleteObjectsRequest,
  type DeleteObjectsResponse,
  type ListObjectsResponse,
  type ListUploadsResponse,
  type UploadPartsResponse,
} from '@slipway/protocol';
import {
  adminAbortSchema,
  configurationSchema,
  deleteObjectsSchema,
  listObjectsSchema,
  listUploadsSchema,
  uploadPartsSchema,
} from '../admin/admin-schemas.ts';
import type { RouteDoc } from './route-doc.ts';

const MiB = 1024 ** 2;
const STORAGE_CODES = ['storage-refused', 'storage-misconfigured', 'storage-unavailable'] as const;

const upload = { objectKey: 'uploads/acme/01JD3Z8Q5W/video.mp4', uploadId: '2~VmxfuS7' };
const freed = { partCount: 2, size: 16 * MiB };

/** The admin routes. They exist only if the owner configures admins. */
export const ADMIN_ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ADMIN_ROUTES.listUploads,
    caller: 'admin',
    operationId: 'listUnfinishedUploads',
    summary: 'Unfinished uploads, page by page',
    description: 'All multipart uploads under the owner’s prefix, or those that match the filter.',
    query: listUploadsSchema,
    response: {
      name: 'ListUploadsResponse',
      example: {
        uploads: [{ ...upload, owner: 'acme', initiatedAt: '2026-01-31T12:00:00Z', ageSeconds: 7 }],
      } satisfies ListUploadsResponse,
    },
    codes: ['invalid-request', ...STORAGE_CODES],
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.listParts,
    caller: 'admin',
    operationId: 'showUploadParts',
    summary: 'Parts of one unfinished upload',
    description: 'Returns all parts that S3 has.',
    query: uploadPartsSchema,
    response: {
      name: 'UploadPartsResponse',
      example: {
        partCount: 1,
        size: 8 * MiB,
        parts: [{ partNumber: 1, size: 8 * MiB, etag: '"9bb58f26192e4ba00f01e2e7b136bbd8"' }],
      } satisfies UploadPartsResponse,
    },
    codes: ['invalid-request', 'upload-not-found', ...STORAGE_CODES],
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.abort,
    caller: 'admin',
    operationId: 'abortUnfinishedUploads',
    summary: 'Aborts unfinished uploads',
    description:
      'Aborts the given uploads, or the next batch of old ones. With `dryRun` it only returns what that would free.',
    request: {
      name: 'AdminAbortRequest',
      schema: adminAbortSchema,
      example: { olderThanSeconds: 604_800, dryRun: true } satisfies AdminAbortRequest,
    },
    response: {
      name: 'AdminAbortResponse',
      example: { uploads: [{ ...upload, freed }] } satisfies AdminAbortResponse,
    },
    codes: ['upload-not-found', ...STORAGE_CODES],
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.listObjects,
    caller: 'admin',
    operationId: 'listFinishedObjects',
    summary: 'Finished objects, page by page',
    description:
      'All objects under the owner’s prefix. Details and presigned downloads are optional.',
    query: listObjectsSchema,
    response: {
      name: 'ListObjectsResponse',
      example: {
        objects: [
          {
            objectKey: upload.objectKey,
            owner: 'acme',
            size: 20 * MiB,
            etag: '"3858f62230ac3c915f300c664312c63f-3"',
            modifiedAt: '2026-01-31T12:00:00Z',
          },
        ],
      } satisfies ListObjectsResponse,
    },
    codes: ['invalid-request', ...STORAGE_CODES],
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.deleteObjects,
    caller: 'admin',
    operationId: 'deleteFinishedObjects',
    summary: 'Deletes finished objects',
    description:
      'Deletes each object on its own. A missing object counts as deleted. A locked one fails. A versioned bucket keeps the version.',
    request: {
      name: 'DeleteObjectsRequest',
      schema: deleteObjectsSchema,
      example: { objects: [{ objectKey: upload.objectKey }] } satisfies DeleteObjectsRequest,
    },
    response: {
      name: 'DeleteObjectsResponse',
      example: {
        objects: [{ objectKey: upload.objectKey, deleted: true }],
      } satisfies DeleteObjectsResponse,
    },
    codes: [...STORAGE_CODES],
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.configuration,
    caller: 'admin',
    operationId: 'showConfiguration',
    summary: 'The configuration as the backend sees it',
    description: 'Leaves out the values of secrets. 404 if the owner shows no configuration.',
    query: configurationSchema,
    response: {
      name: 'ConfigurationResponse',
      example: {
        entries: [
          {
            name: 'PORT',
            meaning: 'Port to listen on.',
            isSet: true,
            isSecret: false,
            value: '80',
          },
        ],
      } satisfies ConfigurationResponse,
    },
    codes: ['invalid-request', 'not-found'],
  },
];
