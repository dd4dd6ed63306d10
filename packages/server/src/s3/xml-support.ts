import { CreateMultipartUploadCommand, type S3ClientResolvedConfig } from '@aws-sdk/client-s3';
import type { StorageClient } from './deadlines.ts';
import { readS3Answer, XML_UNREADABLE } from './storage-failure.ts';

/** An answer of S3, which every client must be able to read. */
const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId></InitiateMultipartUploadResult>`;

/** The clients that have read the sample, by their configs. */
const ABLE = new WeakSet<object>();

/**
 * Checks once for each client that this runtime can read S3's answers, without a request. For Cloudflare Workers and
 * similar runtimes, bundlers choose the AWS SDK's build for browsers, which needs `DOMParser`. Without this check, S3 would
 * create an upload, and its ID would be lost with the answer.
 *
 * @param stack a copy of the client's middleware, which is changed
 * @throws Error that says what to do
 */
export async function assertReadsXml(
  client: StorageClient,
  stack: StorageClient['middlewareStack'],
  settings: S3ClientResolvedConfig,
): Promise<void> {
  if (ABLE.has(client.config)) return;
  const response = { statusCode: 200, headers: {}, body: new TextEncoder().encode(SAMPLE) };
  stack.add(() => async () => ({ response, output: { $metadata: {} } }), {
    name: 'slipwaySample',
    step: 'deserialize',
    priority: 'low',
  });
  const command = new CreateMultipartUploadCommand({ Bucket: 'sample', Key: 'k' });
  try {
    const handler = command.resolveMiddleware(stack, settings, {});
    const { output } = await handler({ input: command.input });
    if (output.UploadId === 'u') ABLE.add(client.config);
  } catch (error) {
    // Anything else, such as missing credentials, fails at the request itself.
    if (readS3Answer(error).status === 200) throw unreadable(error);
  }
}

function unreadable(cause: unknown): Error {
  const error = new Error(
    `The AWS SDK cannot read S3's answers in this runtime (${cause}). Its build for browsers needs the globals DOMParser ` +
      'and Node. See "Cloudflare Workers" in docs/frameworks.md of Slipway.',
    { cause },
  );
  error.name = XML_UNREADABLE;
  return error;
}
