import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore, createSweeper } from '../src/index.ts';
import { ADAPTERS, type CommonOptions } from '../testing/adapters.ts';
import { createHandClock } from '../testing/hand-clock.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { createUpload, putParts, unfinishedKeys } from '../testing/uploads.ts';

const ATTEMPTS = 1_000;
const BATCH = 100;
const QUOTA = 150;
/** A quota small enough for a fast sweep. */
const FEW = 20;
const DAY_MS = 86_400_000;
const file = { name: 'a.bin', size: 6 * MiB, type: '', partSize: 5 * MiB, integrity: 'none' };

type Outcome = Partial<CreatedUpload> & { readonly error?: { readonly code: string } };

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  afterEach(() => stack.close());
  const start = async (options: Partial<CommonOptions>) => {
    stack = await startUploadStack(options, adapter);
  };

  /** Creates many uploads at once. Returns their outcomes. */
  async function flood(attempts = ATTEMPTS): Promise<readonly Outcome[]> {
    const files = Array.from({ length: BATCH }, () => file);
    const answers = await Promise.all(
      Array.from({ length: attempts / BATCH }, () => stack.call('create', { files })),
    );
    return answers.flatMap(({ body }) => body.uploads as readonly Outcome[]);
  }

  test('S15 of 1,000 creates those beyond the quota get a quota error, and S3 hears of the others alone', async () => {
    await start({ quotas: { openUploads: QUOTA } });
    const outcomes = await flood();
    expect(outcomes).toHaveLength(ATTEMPTS);
    expect(outcomes.filter(({ token }) => token !== undefined)).toHaveLength(QUOTA);
    const refused = outcomes.filter(({ error }) => error?.code === 'quota-exceeded');
    expect(refused).toHaveLength(ATTEMPTS - QUOTA);
    expect(stack.operations()).toEqual(
      Array.from({ length: QUOTA }, () => 'CreateMultipartUpload'),
    );
    expect(await unfinishedKeys(stack)).toHaveLength(QUOTA);
  });

  test('S15 of 100 presign requests in a second those beyond the limit get 429 and the time to wait', async () => {
    const clock = createHandClock();
    await start({ clock, rateLimits: undefined });
    const { token } = await createUpload(stack, new Uint8Array(6 * MiB));
    clock.pass(1_000);
    stack.forget();
    const body = { uploads: [{ token, parts: [{ partNumber: 1 }] }] };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => stack.call('presign', body)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(50);
    for (const { headers, body: answer } of refused) {
      expect(headers.get('retry-after')).toBe('1');
      expect(answer).toMatchObject({ error: { code: 'rate-limited', retryAfterMs: 1_000 } });
      expect(JSON.stringify(answer)).not.toContain('X-Amz-Signature');
    }
    expect(stack.operations()).toEqual([]);
    clock.pass(1_000);
    expect((await stack.call('presign', body)).status).toBe(200);
  });

  test('S15 of what was left behind the sweeper leaves nothing, and the caller has room again', async () => {
    const store = createMemoryStore();
    await start({ quotas: { openUploads: FEW }, store });
    const bytes = new Uint8Array(6 * MiB);
    const unfinished = await createUpload(stack, bytes);
    await putParts(stack, unfinished, bytes, [1]);
    await flood(BATCH);
    expect(await unfinishedKeys(stack)).toHaveLength(FEW);

    const clock = createHandClock(Date.now() + 8 * DAY_MS);
    const sweeper = createSweeper({ s3: stack.client, bucket: stack.bucket, store, clock });
    expect(await sweeper.sweep()).toMatchObject({ aborted: FEW, failed: 0, isComplete: true });
    expect(await unfinishedKeys(stack)).toEqual([]);
    const listing = new ListObjectsV2Command({ Bucket: stack.bucket });
    expect((await stack.client.send(listing)).KeyCount).toBe(0);
    const { body } = await stack.call('listParts', { token: unfinished.token });
    expect(body.error.code).toBe('upload-not-found');
    const again = await flood(BATCH);
    expect(again.filter(({ token }) => token !== undefined)).toHaveLength(FEW);
  });
});
