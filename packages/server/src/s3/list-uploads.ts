import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { bucketInput } from './address-input.ts';
import { keyDecoder } from './encoded-key.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { ListedUpload, UploadsMarker, UploadsPage, UploadsQuery } from './s3-gateway.ts';
import { notFromS3, orUploadError } from './storage-failure.ts';

/**
 * Reads one page of ListMultipartUploads.
 *
 * @throws UploadError with a `storage-*` code
 */
export async function listUploadsPage(
  client: StorageClient,
  query: UploadsQuery,
): Promise<UploadsPage> {
  const { prefix, after, pageSize, ...bucket } = query;
  const command = new ListMultipartUploadsCommand({
    ...bucketInput(bucket),
    Prefix: prefix,
    KeyMarker: after?.objectKey,
    UploadIdMarker: after?.uploadId,
    MaxUploads: pageSize,
    EncodingType: 'url',
  });
  const answer = await orUploadError(sendList(client, command));
  const decode = keyDecoder(answer.EncodingType);
  const uploads: ListedUpload[] = [];
  for (const { Key, UploadId, Initiated, StorageClass: storageClass } of answer.Uploads ?? []) {
    if (!Key || !UploadId || !Initiated) continue;
    const objectKey = decode(Key);
    uploads.push({
      ...bucket,
      objectKey,
      uploadId: UploadId,
      initiatedAt: Initiated,
      storageClass,
    });
  }
  const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = answer;
  return {
    uploads,
    next:
      IsTruncated && NextKeyMarker
        ? { objectKey: decode(NextKeyMarker), uploadId: NextUploadIdMarker || undefined }
        : undefined,
  };
}

async function sendList(client: StorageClient, command: ListMultipartUploadsCommand) {
  const answer = await send(client, command);
  if (!answer.Bucket) throw notFromS3('ListMultipartUploads', 'Bucket');
  return answer;
}

/** Lists all unfinished uploads, page by page. Requests the next page only when the consumer asks for it. */
export async function* listUploads(
  client: StorageClient,
  query: UploadsQuery,
): AsyncGenerator<UploadsPage, void, undefined> {
  let after = query.after;
  for (;;) {
    const page = await listUploadsPage(client, { ...query, after });
    yield page;
    // A store that repeats its marker would keep the loop running forever.
    if (!page.next || isSame(page.next, after)) return;
    after = page.next;
  }
}

function isSame(a: UploadsMarker, b: UploadsMarker | undefined): boolean {
  return a.objectKey === b?.objectKey && a.uploadId === b.uploadId;
}
