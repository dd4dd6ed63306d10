import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { addressInput } from './address-input.ts';
import { unlessMissing } from './missing.ts';
import { type StorageClient, send } from './s3-client.ts';
import type { ObjectAddress } from './s3-gateway.ts';
import { readS3Answer } from './storage-failure.ts';

/**
 * Sends DeleteObject, with If-Match if there is an ETag. Some stores answer 501 to that, and others ignore it: there a
 * newer object under the key can be deleted.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export async function deleteObject(
  client: StorageClient,
  object: ObjectAddress,
  etag?: string,
): Promise<void> {
  const input = addressInput(object);
  const remove = async (IfMatch: string | undefined) => {
    await unlessMissing(send(client, new DeleteObjectCommand({ ...input, IfMatch })));
  };
  try {
    await remove(etag);
  } catch (error) {
    const { status } = readS3Answer(error);
    // Another object has the key by now.
    if (status === 412) return;
    if (status !== 501 || etag === undefined) throw error;
    await remove(undefined);
  }
}
