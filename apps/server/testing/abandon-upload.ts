import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import type { startTestStore } from './start-backend.ts';

/** Begins an upload in a store whose clock is off by `offsetMs`. */
export async function abandonUpload(
  { s3, keys }: Pick<Awaited<ReturnType<typeof startTestStore>>, 's3' | 'keys'>,
  objectKey: string,
  offsetMs: number,
): Promise<void> {
  const client = new S3Client({
    region: s3.region,
    endpoint: s3.url,
    forcePathStyle: true,
    credentials: keys,
    systemClockOffset: offsetMs,
  });
  await client.send(new CreateMultipartUploadCommand({ Bucket: 'media', Key: objectKey }));
  client.destroy();
}
