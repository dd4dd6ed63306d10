import type {
  $Command,
  S3Client,
  S3ClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-s3';

export type { S3Client } from '@aws-sdk/client-s3';

/** Any command of the S3 client. */
export type S3Command<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
> = $Command<Input, Output, S3ClientResolvedConfig>;

/**
 * The client's settings, with checksums only where they are asked for: otherwise every presigned URL
 * carries the CRC-32 of an empty body, and every multipart upload declares an algorithm that its
 * parts then don't have. A copy: the client belongs to its owner.
 */
export function settingsOf(client: S3Client): S3ClientResolvedConfig {
  return { ...client.config, requestChecksumCalculation: async () => 'WHEN_REQUIRED' };
}

/** Sends a command through the client's own middleware, with {@link settingsOf} the client. */
export async function send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: S3Client,
  command: S3Command<Input, Output>,
): Promise<Output> {
  const handler = command.resolveMiddleware(client.middlewareStack, settingsOf(client), {});
  return (await handler({ input: command.input })).output;
}
