import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { createBucketSettings } from './bucket-settings.ts';
import { withDeadlines } from './deadlines.ts';

const never = () => new Promise<never>(() => {});

test('the doctor does not wait forever for credentials and a region that never come', async () => {
  const client = new S3Client({ region: never, credentials: never });
  onTestFinished(() => client.destroy());
  const hasty = withDeadlines(client, { callMs: 10, completeMs: 10 });
  const settings = createBucketSettings(hasty, { bucket: 'media' });
  await expect(settings.readCredentials()).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(settings.signingRegion()).rejects.toMatchObject({ name: 'TimeoutError' });
});
