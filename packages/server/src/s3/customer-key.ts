import { createHash } from 'node:crypto';
import type { StorageClient } from './deadlines.ts';
import type { ObjectAddress } from './s3-gateway.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The customer's key as inputs of the SDK name it, for the calls that S3 wants it with: those that
 * store bytes, and those that read or list what was stored. Nothing for an object without one.
 *
 * @throws TypeError rather than send a key where others could read it
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
  throw new TypeError(
    'sseCustomerKey needs HTTPS: over HTTP anybody on the way could read the key.',
  );
}
