import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { S3ClientLike } from './s3-client-like.ts';

/**
 * The client as this package's own copy of the SDK types it.
 *
 * @throws TypeError if the client cannot send this copy's commands. The SDK would say so at the first upload, and like an
 *   outage of S3
 */
export function asSdkClient(client: S3ClientLike): Pick<S3Client, 'config' | 'middlewareStack'> {
  const { config, middlewareStack } = client as unknown as S3Client;
  // Between 3.901 and 3.1044 the SDK moved the serializers from its commands to its clients, and gave commands a schema instead.
  const hasSchemas = Reflect.has(new HeadBucketCommand({ Bucket: 'b' }), 'schema');
  if (hasSchemas !== (config.protocol !== undefined)) {
    throw new TypeError(
      'The S3 client comes from another copy of the AWS SDK than the one that @slipway/server finds, and they are too far ' +
        'apart to work together. Install one version of @aws-sdk/client-s3: "npm ls @aws-sdk/client-s3" lists the copies.',
    );
  }
  return { config, middlewareStack };
}
