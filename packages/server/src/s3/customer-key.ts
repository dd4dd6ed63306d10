import { createHash } from 'node:crypto';
import type { StorageClient } from './deadlines.ts';
import type { ObjectAddress } from './s3-gateway.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The customer's key in the SDK's input fields, or nothing for an object without one. S3 requires the key to store
 * bytes, and to read or list stored ones.
 *
 * @throws TypeError if the connection would expose the key
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export async function customerKeyInput(
  client: StorageClient,
  { sseCustomerKey }: Pick<ObjectAddress, 'sseCustomerKey'>,
) {
  if (sseCustomerKey === undefined) return {};
  await assertPrivateRoute(client);
  const key = Buffer.from(sseCustomerKey, 'base64');
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: sseCustomerKey,
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
  };
}

async function assertPrivateRoute({ config }: StorageClient): Promise<void> {
  const endpoint = await config.endpoint?.();
  const isPlain = endpoint ? endpoint.protocol === 'http:' : config.tls === false;
  if (!isPlain || LOOPBACK.test(endpoint?.hostname ?? '')) return;
  throw new TypeError('sseCustomerKey needs HTTPS: plain HTTP exposes the key to the network.');
}
