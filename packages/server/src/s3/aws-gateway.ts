import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { multipartInput } from './address-input.ts';
import { completeMultipart } from './complete-multipart.ts';
import { createMultipart } from './create-multipart.ts';
import { deleteObject } from './delete-object.ts';
import { wantsEqualParts } from './equal-parts.ts';
import { headObject } from './head-object.ts';
import { listUploadsPage } from './list-uploads.ts';
import { unlessMissing } from './missing.ts';
import { presignPut } from './presign.ts';
import { presignPost, type SmallFiles } from './presign-post.ts';
import { presignSpread } from './presign-spread.ts';
import { readStart } from './read-start.ts';
import { readUpload } from './read-upload.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { S3Gateway } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';
import { orUploadError } from './storage-failure.ts';
import { getStorageOrigin } from './storage-origin.ts';

/** How the gateway uses the storage. The router's options of the same names explain each field. */
export interface GatewayOptions extends PresignOptions {
  readonly smallFiles?: SmallFiles | undefined;
  readonly endpoints?: readonly StorageClient[] | undefined;
  /** Sends CompleteMultipartUpload. @defaultValue the gateway's client */
  readonly completeClient?: StorageClient | undefined;
  readonly credentialsSplit?: boolean | undefined;
}

/** Creates the gateway to an S3 client of the AWS SDK. The client itself is never changed. */
export function createAwsGateway(client: StorageClient, options: GatewayOptions): S3Gateway {
  const { endpoints = [], completeClient = client, credentialsSplit = false } = options;
  const split = (part: PresignedPart): PresignedPart =>
    credentialsSplit ? { ...part, credentialsAllowed: true } : part;
  const getOrigins = (bucket: string) =>
    orUploadError(Promise.all([client, ...endpoints].map((one) => getStorageOrigin(one, bucket))));
  return {
    getOrigins,
    wantsEqualParts: async (bucket) => wantsEqualParts(await getOrigins(bucket)),
    createMultipartUpload: (object, headers, integrity) =>
      orUploadError(createMultipart(client, object, headers, integrity)),
    async presignParts(upload, parts, integrity, { otherHosts } = { otherHosts: false }) {
      const clients = otherHosts ? [client, ...endpoints] : [client];
      const all = await orUploadError(presignSpread(clients, upload, parts, integrity, options));
      return all.map(split);
    },
    presignPut: async (object, put) =>
      split(await orUploadError(presignPut(client, object, put, options))),
    async presignPost(object, put) {
      const form = await orUploadError(presignPost(client, object, put, options));
      return form && split(form);
    },
    listUploads: (query) => listUploadsPage(client, query),
    async listParts(upload, integrity) {
      return (await orUploadError(readUpload(client, upload, integrity)))?.parts;
    },
    complete: (upload, request) => completeMultipart(completeClient, upload, request),
    async abort(upload) {
      const command = new AbortMultipartUploadCommand(multipartInput(upload));
      await orUploadError(unlessMissing(send(client, command)));
    },
    head: (object, integrity) => orUploadError(headObject(client, object, integrity)),
    readStart: (object, bytes) => orUploadError(readStart(client, object, bytes)),
    delete: (object, etag) => orUploadError(deleteObject(client, object, etag)),
  };
}
