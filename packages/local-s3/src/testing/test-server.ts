import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { type LocalS3, type LocalS3Options, type RequestEvent, startLocalS3 } from '../index.ts';

/** The key pair of test servers. */
export const TEST_CREDENTIALS = { accessKeyId: 'test-access', secretAccessKey: 'test-secret' };

/** The bucket that every test server has. */
export const BUCKET = 'test-bucket';

/** A server for one test, with a client and a record of its requests. */
export interface TestServer {
  readonly s3: LocalS3;
  readonly client: S3Client;
  readonly dir: string;
  readonly requests: RequestEvent[];
  readonly internalErrors: unknown[];
}

/** Starts a server with a new folder. Both are removed after the test. */
export async function startTestServer(options: Partial<LocalS3Options> = {}): Promise<TestServer> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'local-s3-test-')));
  const requests: RequestEvent[] = [];
  const internalErrors: unknown[] = [];
  const s3 = await startLocalS3({
    dir,
    port: 0,
    ...TEST_CREDENTIALS,
    buckets: [BUCKET],
    minPartSize: 16,
    onRequest: (event) => requests.push(event),
    onInternalError: (error) => internalErrors.push(error),
    ...options,
  });
  const client = createTestClient(s3.url);
  onTestFinished(async () => {
    client.destroy();
    await s3.close({ graceMs: 0 });
    await rm(dir, { recursive: true, force: true });
  });
  return { s3, client, dir, requests, internalErrors };
}

/** A client, configured like that of a backend. */
export function createTestClient(endpoint: string, options: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: TEST_CREDENTIALS,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    ...options,
  });
}

/** Returns the error code of a rejected SDK call. */
export async function errorCode(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.name : 'not an error';
  }
}
