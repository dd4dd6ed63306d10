import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { ADMIN_ROUTES } from '@slipway/protocol';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { createWebhooks } from '../src/webhooks/webhooks.ts';
import { ADAPTERS } from '../testing/adapters.ts';
import { authorizeAdmin } from '../testing/admin-stack.ts';
import { ALL_OPERATIONS } from '../testing/all-operations.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { createUpload, putParts } from '../testing/uploads.ts';
import { WEBHOOK_SECRETS } from '../testing/webhook-receiver.ts';
import { type KnownUploads, legalRequests } from './legal-requests.ts';
import { nearly } from './random-json.ts';

const RUNS = 200;
/** A request without a response by then counts as unanswered. */
const HANG_MS = 20_000;
const HEADERS = { 'content-type': 'application/json', 'x-user': 'alice', 'x-admin': 'root' };

/** The doctor takes half a second per run, so it gets only a few valid requests. */
const weightOfLegal = (path: string) => (path === ADMIN_ROUTES.doctor ? 2 : 35);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  let known: KnownUploads;
  beforeAll(async () => {
    const store = createMemoryStore();
    const url = 'http://127.0.0.1:9/hooks';
    const options = {
      store,
      webhooks: createWebhooks({ url, secrets: WEBHOOK_SECRETS, store }),
      authorizeAdmin,
      describeConfiguration: () => [],
      metadataNames: ['title'],
      smallFiles: 'post',
    } as const;
    stack = await startUploadStack(options, adapter);
    const bytes = new Uint8Array(6 * MiB);
    const finished: string[] = [];
    for (const size of [6 * MiB, 1, 0]) {
      const upload = await createUpload(stack, bytes.subarray(0, size));
      await putParts(stack, upload, bytes.subarray(0, size));
      await stack.call('complete', { uploads: [{ token: upload.token }] });
      finished.push(upload.token);
    }
    const unfinished: string[] = [];
    for (let i = 0; i < 4; i += 1) unfinished.push((await createUpload(stack, bytes)).token);
    // Separate uploads, because their user aborts these.
    const keys: string[] = [];
    for (let i = 0; i < 4; i += 1) keys.push((await createUpload(stack, bytes)).objectKey);
    const { Uploads = [] } = await stack.client.send(
      new ListMultipartUploadsCommand({ Bucket: stack.bucket }),
    );
    const atS3 = Uploads.map(({ Key = '', UploadId = '' }) => ({
      objectKey: Key,
      uploadId: UploadId,
    })).filter(({ objectKey }) => keys.includes(objectKey));
    known = { unfinished, finished, atS3 };
  });
  afterAll(() => stack.close());

  test.each(ALL_OPERATIONS.map(({ method, path }) => [method, path]))(
    `${RUNS} requests of random JSON make %s %s neither fail with 500 nor hang`,
    async (method, path) => {
      const legal = legalRequests(path, known);
      const request = fc.oneof(
        { weight: weightOfLegal(path), arbitrary: legal.map(write) },
        { weight: 45, arbitrary: nearly(legal).map(write) },
        { weight: 10, arbitrary: fc.json() },
        { weight: 10, arbitrary: fc.string({ unit: 'binary' }) },
      );
      let successes = 0;
      await fc.assert(
        fc.asyncProperty(request, async (text) => {
          const { status, ok, answer } = await send(method, path, text);
          expect(status).toBeLessThan(500);
          expect(JSON.stringify(answer)).not.toContain('internal-error');
          if (!ok) expect(answer.error?.code).toEqual(expect.any(String));
          successes += Number(ok);
        }),
        { numRuns: RUNS },
      );
      // If validation refused everything, the test would prove little about the code behind it.
      expect(successes).toBeGreaterThanOrEqual(path === ADMIN_ROUTES.doctor ? 1 : 20);

      function write(fields: object): string {
        if (method === 'POST') return JSON.stringify(fields);
        const texts = Object.entries(fields).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
        ]);
        return new URLSearchParams(texts).toString().slice(0, 8_000);
      }
    },
    120_000,
  );

  async function send(method: string, path: string, text: string) {
    const isPost = method === 'POST';
    const response = await fetch(`${stack.url}${path}${isPost ? '' : `?${text}`}`, {
      method,
      headers: HEADERS,
      ...(isPost && { body: text }),
      signal: AbortSignal.timeout(HANG_MS),
    });
    const answer = (await response.json()) as { readonly error?: { readonly code: string } };
    return { status: response.status, ok: response.ok, answer };
  }
});
