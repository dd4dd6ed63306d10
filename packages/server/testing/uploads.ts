import {
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import {
  type CreatedUpload,
  type FileToCreate,
  type Integrity,
  type PartToPresign,
  partRange,
  planParts,
} from '@slipway/protocol';
import { MiB, putPart, type UploadStack } from './upload-stack.ts';

/** The fields of a stack that these helpers need. It can use any store. */
export type StackOnAnyStore = Pick<UploadStack, 'bucket' | 'call' | 'client'> & {
  readonly forget?: () => unknown;
};

/** The bytes of one part. */
export function partOf(
  upload: Pick<CreatedUpload, 'plan'>,
  bytes: Uint8Array,
  partNumber: number,
): Uint8Array<ArrayBuffer> {
  const { start, end } = partRange(upload.plan, bytes.byteLength, partNumber);
  return new Uint8Array(bytes.subarray(start, end));
}

/** Creates one upload with all its URLs, in parts of 5 MiB unless `file` says otherwise. It has no checksums unless `file` sets them. */
export async function createUpload(
  stack: StackOnAnyStore,
  bytes: Uint8Array,
  file: Partial<FileToCreate> = {},
): Promise<CreatedUpload> {
  const { partSize = 5 * MiB, runs } = file;
  const { partCount: count } = planParts({ size: bytes.byteLength, partSize, runs });
  const parts: PartToPresign[] = Array.from({ length: count }, (_, i) => ({ partNumber: i + 1 }));
  const answer = await stack.call('create', {
    files: [
      {
        name: 'video.mp4',
        type: 'video/mp4',
        size: bytes.byteLength,
        partSize: 5 * MiB,
        integrity: 'none',
        parts,
        ...file,
      },
    ],
  });
  const [upload] = answer.body.uploads ?? [];
  if (!upload?.token) throw new Error(`Not created: ${JSON.stringify(answer.body)}`);
  return upload;
}

/** PUTs all parts, or only the given ones. */
export async function putParts(
  stack: StackOnAnyStore,
  upload: CreatedUpload,
  bytes: Uint8Array,
  only: readonly number[] = upload.parts.map(({ partNumber }) => partNumber),
): Promise<{ partNumber: number; etag: string }[]> {
  const etags: { partNumber: number; etag: string }[] = [];
  for (const part of upload.parts.filter(({ partNumber }) => only.includes(partNumber))) {
    const { status, etag, text } = await putPart(part, partOf(upload, bytes, part.partNumber));
    if (status !== 200) throw new Error(`Part ${part.partNumber}: ${status} ${text}`);
    etags.push({ partNumber: part.partNumber, etag });
  }
  stack.forget?.();
  return etags;
}

/** Completes one upload and returns its item of the batch response. */
export async function complete(stack: StackOnAnyStore, item: object) {
  const { status, body } = await stack.call('complete', { uploads: [item] });
  if (!body.uploads) throw new Error(`Complete answered ${status} ${JSON.stringify(body)}`);
  return body.uploads[0];
}

export async function readObject(stack: StackOnAnyStore, objectKey: string): Promise<Buffer> {
  const command = new GetObjectCommand({ Bucket: stack.bucket, Key: objectKey });
  const answer = await stack.client.send(command);
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
}

export function headObject(stack: StackOnAnyStore, objectKey: string, integrity?: Integrity) {
  return stack.client.send(
    new HeadObjectCommand({
      Bucket: stack.bucket,
      Key: objectKey,
      ...(integrity && { ChecksumMode: 'ENABLED' }),
    }),
  );
}

export async function objectExists(stack: StackOnAnyStore, objectKey: string): Promise<boolean> {
  return headObject(stack, objectKey).then(
    () => true,
    () => false,
  );
}

export async function unfinishedKeys(stack: StackOnAnyStore): Promise<(string | undefined)[]> {
  const command = new ListMultipartUploadsCommand({ Bucket: stack.bucket });
  const { Uploads = [] } = await stack.client.send(command);
  return Uploads.map(({ Key }) => Key);
}
