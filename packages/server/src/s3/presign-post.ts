import { createHmac } from 'node:crypto';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { takesForms } from '../object/bucket-kind.ts';
import type { StorageClient } from './deadlines.ts';
import { formFields } from './form-fields.ts';
import { prepareShared } from './prepare-shared.ts';
import type { PreparedRequest } from './prepared-request.ts';
import type { ObjectAddress, PutToSign } from './s3-gateway.ts';
import { type PresignOptions, signingTime } from './signing-time.ts';

/** How the browser sends files of one part: as a form if possible, or always by PUT. */
export type SmallFiles = 'post' | 'put';

/**
 * Presigns a form that stores one object. Each field has a condition of its own, and the file's size is fixed.
 * Returns `undefined` if the object needs a PUT. Whether the store accepts forms is up to the caller.
 *
 * This code writes the policy itself instead of using `@aws-sdk/s3-presigned-post`. That helper has its own clock,
 * ignores when the credentials expire, and reads `${filename}` in a key as a wildcard.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export async function presignPost(
  client: StorageClient,
  object: ObjectAddress,
  put: PutToSign,
  options: PresignOptions,
): Promise<PresignedPart | undefined> {
  if (!takesForms(object.bucket)) return undefined;
  const fields = formFields(object, put);
  if (!fields) return undefined;
  const head = new HeadBucketCommand({ Bucket: object.bucket });
  const prepared = await prepareShared(client, head, options.now);
  const { protocol, hostname, port, path } = prepared.request;

  const { signingDate, expiresIn } = signingTime(prepared, options);
  const { credentials } = prepared;
  const timestamp = signingDate.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = [timestamp.slice(0, 8), prepared.region, 's3', 'aws4_request'];
  const signed = {
    ...fields,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [credentials.accessKeyId, ...scope].join('/'),
    'x-amz-date': timestamp,
    ...(credentials.sessionToken && { 'x-amz-security-token': credentials.sessionToken }),
  };
  const policy = encodePolicy({
    expiration: new Date(signingDate.getTime() + expiresIn * 1_000).toISOString(),
    conditions: [
      { bucket: object.bucket },
      ['content-length-range', put.size, put.size],
      ...Object.entries(signed).map(([name, value]) => ['eq', `$${name}`, value]),
    ],
  });
  return {
    partNumber: 1,
    url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
    headers: {},
    fields: { ...signed, policy, 'x-amz-signature': sign(policy, prepared, scope) },
    expiresInSeconds: expiresIn,
  };
}

function encodePolicy(policy: object): string {
  return Buffer.from(JSON.stringify(policy), 'utf8').toString('base64');
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html */
function sign(
  policy: string,
  { credentials: { secretAccessKey } }: PreparedRequest,
  scope: readonly string[],
): string {
  const secret = Buffer.from(`AWS4${secretAccessKey}`, 'utf8');
  return hmac(scope.reduce<Buffer>(hmac, secret), policy).toString('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
