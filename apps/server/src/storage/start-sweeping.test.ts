import { DEFAULT_UPLOAD_LIFETIME_SECONDS } from '@slipway/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { abandonUpload } from '../../testing/abandon-upload.ts';
import { startTestBackend, startTestStore } from '../../testing/start-backend.ts';

const SWEEPING = { SLIPWAY_SWEEP_AFTER_SECONDS: String(DEFAULT_UPLOAD_LIFETIME_SECONDS) };

let store: Awaited<ReturnType<typeof startTestStore>>;
let offsetMs: number;
beforeEach(async () => {
  offsetMs = 0;
  store = await startTestStore({ now: () => new Date(Date.now() + offsetMs) });
  for (const [name, value] of Object.entries(store.sdkEnv)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store.close();
});

/** Creates an upload more than a week ago, by S3's clock. */
async function abandon(objectKey: string): Promise<void> {
  offsetMs = -(DEFAULT_UPLOAD_LIFETIME_SECONDS + 60) * 1_000;
  await abandonUpload(store, objectKey, offsetMs);
  offsetMs = 0;
}

/** The log of a backend from its start until it has sent `operation` to S3 and has stopped. */
async function logUntil(operation: string, env: Record<string, string>) {
  const backend = await startTestBackend({ ...store.env, ...env });
  await expect.poll(() => store.operations, { timeout: 15_000 }).toContain(operation);
  return backend.endAndReadLog();
}

test('the sweeper aborts an upload that was abandoned for a week, and the log names it', async () => {
  await abandon('uploads/abandoned');
  await abandon('elsewhere/abandoned');
  const lines = await logUntil('AbortMultipartUpload', SWEEPING);
  expect(lines.filter(({ msg }) => msg === 'upload swept')).toEqual([
    expect.objectContaining({ level: 'info', objectKey: 'uploads/abandoned' }),
  ]);
});

test('the log shows why the bucket refused a sweep', async () => {
  const fault = { kind: 'answer', status: 403, code: 'AccessDenied' } as const;
  store.s3.faults.add({ operation: 'ListMultipartUploads', times: 9, fault });
  const lines = await logUntil('ListMultipartUploads', SWEEPING);
  const failed = lines.find(({ msg }) => msg === 'sweep failed');
  expect(failed).toMatchObject({ level: 'error' });
  expect(JSON.stringify(failed?.failures)).toContain('AccessDenied');
});

test('nothing is swept unless the age is set', async () => {
  await abandon('uploads/abandoned');
  const backend = await startTestBackend(store.env);
  expect((await fetch(`${backend.url}/readyz`)).status).toBe(200);
  await backend.close();
  expect(store.operations).not.toContain('ListMultipartUploads');
});
