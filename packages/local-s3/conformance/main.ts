import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { ALL_CHECKS } from './all-checks.ts';
import { type Check, CheckContext } from './check.ts';

/**
 * Runs every check against any endpoint and prints the differences: `pnpm --filter
 * @slipway/local-s3 conformance --endpoint URL --access-key K --secret-key S`.
 */
const { values } = parseArgs({
  options: {
    endpoint: { type: 'string' },
    'access-key': { type: 'string' },
    'secret-key': { type: 'string' },
    region: { type: 'string', default: 'us-east-1' },
    only: { type: 'string', default: '' },
    markdown: { type: 'boolean', default: false },
  },
});
const { endpoint, 'access-key': accessKeyId, 'secret-key': secretAccessKey, region } = values;
if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
  process.stderr.write('conformance: --endpoint, --access-key and --secret-key are required\n');
  process.exit(2);
}

const target = { endpoint, accessKeyId, secretAccessKey, region };
const client = new S3Client({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  maxAttempts: 1,
});
let failed = 0;
const checks = ALL_CHECKS.filter(({ name }) => name.includes(values.only));
for (const check of checks) {
  const failure = await runAlone(check);
  if (failure !== undefined) failed += 1;
  if (values.markdown) {
    if (failure !== undefined) print(`| ${cell(check.name)} | ${cell(failure)} |`);
  } else
    print(
      failure === undefined ? `ok      ${check.name}` : `DIFFERS ${check.name}\n        ${failure}`,
    );
}
print(`\n${checks.length - failed} of ${checks.length} checks hold at ${endpoint}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Gives each check its own bucket, so that no check sees what another one left. */
async function runAlone(check: Check): Promise<string | undefined> {
  const Bucket = `conformance-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  try {
    await withTimeout(check.run(new CheckContext(target, client, Bucket)));
    return undefined;
  } catch (error) {
    return summarise(error);
  } finally {
    await removeBucket(Bucket).catch((error: unknown) => {
      process.stderr.write(`cannot remove ${Bucket}: ${summarise(error)}\n`);
    });
  }
}

function withTimeout(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 30 s')), 30_000);
  });
  return Promise.race([run, limit]).finally(() => clearTimeout(timer));
}

async function removeBucket(Bucket: string): Promise<void> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket, EncodingType: 'url' }),
  );
  for (const { Key = '' } of Contents) {
    const key = decodeURIComponent(Key.replaceAll('+', ' '));
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 90) ?? 'nothing';
}

/** The expected and the actual value, on one line. */
function summarise(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('actual' in error && 'expected' in error && error.name === 'AssertionError') {
    if (error.expected !== true)
      return `expected ${shown(error.expected)}, got ${shown(error.actual)}`;
  }
  return `${error.name}: ${error.message}`.replace(/\s+/g, ' ').slice(0, 160);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
