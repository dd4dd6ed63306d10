import { GetObjectCommand } from '@aws-sdk/client-s3';
import { addressInput } from './address-input.ts';
import { customerKeyInput } from './customer-key.ts';
import { type StorageClient, sendAndRead } from './s3-client.ts';
import type { ObjectAddress } from './s3-gateway.ts';

/** Reads the first bytes of an object, or all of a shorter one. The object must not be empty. */
export async function readStart(
  client: StorageClient,
  object: ObjectAddress,
  bytes: number,
): Promise<Uint8Array> {
  const command = new GetObjectCommand({
    ...addressInput(object),
    ...(await customerKeyInput(client, object)),
    Range: `bytes=0-${bytes - 1}`,
  });
  return sendAndRead(client, command, async ({ Body }) => {
    if (!Body) throw new Error('S3 returned an object without a body.');
    return Body.transformToByteArray();
  });
}
