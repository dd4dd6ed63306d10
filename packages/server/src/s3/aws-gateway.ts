import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { takesForms } from '../object/bucket-kind.ts';
import { multipartInput } from './address-input.ts';
import { completeMultipart } from './complete-multipart.ts';
import { createMultipart } from './create-multipart.ts';
import { deleteObject } from './delete-object.ts';
import { createStoreFinder } from './find-store.ts';
import { headObject } from './head-object.ts';
import { listUploadsPage } from './list-uploads.ts';
import { unlessMissing } from './missing.ts';
import { presignPut } from './presign.ts';
import { presignPost, type SmallFiles } from './presign-post.ts';
import { presignSpread } from './presign-spread.ts';
import { readStart } from './read-start.ts';
import { readUpload } from './read-upload.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { ObjectAddress, PutToSign, S3Gateway } from './s3-gateway.ts';
import type { PresignOptions } from './signing-time.ts';
import { orUploadError } from './storage-failure.ts';
import { readOrigin } from './storage-origin.ts';
import type { StoreChoice } from './store-profile.ts';

/** How the gateway uses the storage. The router's options of the same names explain each field. */
export interface GatewayOptions extends PresignOptions {
  readonly s3Store?: StoreChoice | undefined;
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
  const findStore = createStoreFinder(client, options.s3Store);
  const readProfile = (bucket: string) => orUploadError(findStore(bucket));

  /** The header `If-None-Match` makes some stores refuse the request. */
  async function allowed(object: ObjectAddress, put: PutToSign): Promise<PutToSign> {
    const { conditionalWrites } = await readProfile(object.bucket);
    return { ...put, overwrite: put.overwrite || !conditionalWrites.put };
  }

  async function usesForms(bucket: string): Promise<boolean> {
    const { smallFiles } = options;
    if (smallFiles !== undefined) return smallFiles === 'post';
    return takesForms(bucket) && (await readProfile(bucket)).forms;
  }

  return {
    readProfile,
    getOrigins: (bucket) =>
      orUploadError(Promise.all([client, ...endpoints].map((one) => readOrigin(one, bucket)))),
    createMultipartUpload: (object, headers, integrity) =>
      orUploadError(createMultipart(client, object, headers, integrity)),
    async presignParts(upload, parts, integrity, { otherHosts } = { otherHosts: false }) {
      const clients = otherHosts ? [client, ...endpoints] : [client];
      const all = await orUploadError(presignSpread(clients, upload, parts, integrity, options));
      return all.map(split);
    },
    presignPut: async (object, put) =>
      split(await orUploadError(presignPut(client, object, await allowed(object, put), options))),
    async presignPost(object, put) {
      if (!(await usesForms(object.bucket))) return undefined;
      const form = await orUploadError(presignPost(client, object, put, options));
      return form && split(form);
    },
    listUploads: (query) => listUploadsPage(client, query),
    async listParts(upload, integrity) {
      return (await orUploadError(readUpload(client, upload, integrity)))?.parts;
    },
    async complete(upload, request, signal) {
      const { conditionalWrites } = await readProfile(upload.bucket);
      const overwrite = request.overwrite || !conditionalWrites.complete;
      return completeMultipart(completeClient, upload, { ...request, overwrite }, signal);
    },
    async abort(upload) {
      const command = new AbortMultipartUploadCommand(multipartInput(upload));
      await orUploadError(unlessMissing(send(client, command)));
    },
    head: (object, integrity) => orUploadError(headObject(client, object, integrity)),
    readStart: (object, bytes) => orUploadError(readStart(client, object, bytes)),
    delete: (object, etag) => orUploadError(deleteObject(client, object, etag)),
  };
}
