import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { Integrity } from '@slipway/protocol';
import { fromHeaderText } from '../object/metadata.ts';
import { addressInput } from './address-input.ts';
import { checksumFields, readChecksum } from './checksum-fields.ts';
import { customerKeyInput } from './customer-key.ts';
import { unlessMissing } from './missing.ts';
import { readObjectAnswer } from './object-answer.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { ObjectAddress, StoredObject } from './s3-gateway.ts';
import { notFromS3, readS3Answer } from './storage-failure.ts';

/** Stands for an object that another key encrypts: it exists, and nothing else can be read. */
const SEALED: StoredObject = {
  size: 0,
  etag: '',
  metadata: {},
  checksum: undefined,
  headers: {},
  answer: {},
};

/** Sends HeadObject. Returns `undefined` if the object does not exist. */
export async function headObject(
  client: StorageClient,
  object: ObjectAddress,
  integrity: Integrity,
): Promise<StoredObject | undefined> {
  const input = { ...addressInput(object), ...(await customerKeyInput(client, object)) };
  const command = new HeadObjectCommand({
    ...input,
    ...(checksumFields(integrity) && { ChecksumMode: 'ENABLED' }),
  });
  try {
    const answer = await unlessMissing(send(client, command));
    if (!answer) return undefined;
    // S3 sends both with every object.
    if (!answer.ETag || !answer.LastModified) {
      throw notFromS3('HeadObject', answer.ETag ? 'Last-Modified' : 'ETag');
    }
    return {
      size: answer.ContentLength ?? 0,
      etag: answer.ETag,
      metadata: fromHeaderText(answer.Metadata),
      checksum: readChecksum(answer, integrity),
      answer: readObjectAnswer(answer),
      headers: readHeaders(answer),
    };
  } catch (error) {
    if (await isSealed(client, input, error)) return SEALED;
    throw error;
  }
}

function readHeaders(answer: HeadObjectCommandOutput): StoredObject['headers'] {
  const values = {
    cacheControl: answer.CacheControl,
    contentDisposition: answer.ContentDisposition,
    contentEncoding: answer.ContentEncoding,
    contentLanguage: answer.ContentLanguage,
    expires: answer.ExpiresString,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

/**
 * Whether another key encrypts the object. If the key is missing or superfluous, a HEAD gets a bare 400, as for many
 * other mistakes. The body of a GET, for at most one byte, says which mistake it is.
 */
async function isSealed(
  client: StorageClient,
  input: Pick<GetObjectCommand['input'], 'Bucket' | 'Key'>,
  error: unknown,
): Promise<boolean> {
  if (readS3Answer(error).status !== 400) return false;
  try {
    const { Body } = await send(client, new GetObjectCommand({ ...input, Range: 'bytes=0-0' }));
    Body?.transformToWebStream().cancel();
    return false;
  } catch (refusal) {
    return readS3Answer(refusal).code === 'InvalidRequest';
  }
}
