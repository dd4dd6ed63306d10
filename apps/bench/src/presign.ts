import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { presignParts } from '../../../packages/server/src/s3/presign.ts';
import { median, report } from './report.ts';

const client = new S3Client({
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' },
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const upload = {
  bucket: 'bench',
  objectKey: 'uploads/0123456789abcdef/film.bin',
  uploadId: 'u'.repeat(64),
};
const part = { size: 16 * 1024 ** 2 };
const BATCH = 64;
const RUNS = 7;

/** Presigns batches of parts on one core. Our signer and the SDK's take turns. */
export async function measurePresigning(): Promise<boolean> {
  const ours: number[] = [];
  const sdk: number[] = [];
  await perSecond(presignBatch, 50); // Lets the compiler warm up.
  await perSecond(getSignedUrls, 5);
  for (let run = 0; run < RUNS; run += 1) {
    ours.push(await perSecond(presignBatch, 200));
    sdk.push(await perSecond(getSignedUrls, 20));
  }
  return report(`Presigned part URLs, batches of ${BATCH}, one core, medians of ${RUNS} runs`, [
    { name: 'Slipway', value: median(ours), unit: 'URLs/s', bar: { atLeast: 15_000 } },
    { name: "the SDK's getSignedUrl", value: median(sdk), unit: 'URLs/s' },
    { name: 'ratio', value: median(ours) / median(sdk), unit: '' },
  ]);
}

async function presignBatch(): Promise<void> {
  const parts = Array.from({ length: BATCH }, (_, i) => ({ ...part, partNumber: i + 1 }));
  await presignParts(client, upload, parts, 'none', { urlLifetimeSeconds: 900, now: Date.now });
}

async function getSignedUrls(): Promise<void> {
  for (let partNumber = 1; partNumber <= BATCH; partNumber += 1) {
    const command = new UploadPartCommand({
      Bucket: upload.bucket,
      Key: upload.objectKey,
      UploadId: upload.uploadId,
      PartNumber: partNumber,
      ContentLength: part.size,
    });
    await getSignedUrl(client, command, { expiresIn: 900 });
  }
}

async function perSecond(batch: () => Promise<void>, batches: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < batches; i += 1) await batch();
  return (batches * BATCH * 1000) / (performance.now() - started);
}
