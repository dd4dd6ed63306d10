import { S3Client } from '@aws-sdk/client-s3';
import { type Fault, S3_ERRORS } from '@slipway/local-s3';
import { ADMIN_ROUTES, isUploadErrorCode } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../testing/admin-stack.ts';
import {
  type Answer,
  BUCKET,
  MiB,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import { createUpload, putParts } from '../testing/uploads.ts';

/** As verbose as S3's errors. */
const SECRETIVE =
  'User: arn:aws:iam::123456789012:user/ops is not authorized to perform: s3:PutObject on resource: ' +
  '"arn:aws:s3:::the-real-bucket/secret" because AKIAIOSFODNN7EXAMPLE';

const bytes = new Uint8Array(6 * MiB);
const file = {
  name: 'a.bin',
  type: '',
  partSize: 5 * MiB,
  integrity: 'none',
  parts: [{ partNumber: 1 }],
};

describe.each(ADAPTERS)('%s:', (adapter) => {
  /** Creates the attacked uploads. Its own requests meet no fault. */
  let calm: UploadStack;
  /** The routers under test, on the same S3, without the SDK's retries. */
  let stack: AdminStack;
  let impatient: S3Client;
  let whole: string;
  let small: string;
  beforeAll(async () => {
    calm = await startUploadStack({}, adapter);
    impatient = new S3Client({
      region: calm.s3.region,
      endpoint: calm.s3.url,
      forcePathStyle: true,
      credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
      maxAttempts: 1,
    });
    stack = await startAdminStack({ s3: impatient }, adapter);
    whole = await readyToComplete();
    small = (await createUpload(calm, new Uint8Array(1))).token;
  });
  afterAll(async () => {
    await stack.close();
    await calm.close();
    impatient.destroy();
  });
  afterEach(() => calm.s3.faults.clear());

  /** Makes every S3 call fail until the end of the test. */
  function failAlways(fault: Fault): void {
    calm.s3.faults.add({ times: Number.POSITIVE_INFINITY, fault });
  }

  /** Every request that makes the backend call S3. */
  async function askEverything(): Promise<readonly Answer[]> {
    return [
      await stack.call('create', { files: [{ ...file, size: bytes.length }] }),
      await stack.call('listParts', { token: whole }),
      await stack.call('listParts', { token: small }),
      await stack.call('complete', { uploads: [{ token: whole }] }),
      await stack.call('complete', { uploads: [{ token: small }] }),
      await stack.call('abort', { uploads: [{ token: whole }] }),
      await stack.call('abort', { uploads: [{ token: small }] }),
      await stack.get(ADMIN_ROUTES.listUploads),
      await stack.get(ADMIN_ROUTES.listObjects),
    ];
  }

  /** The token of an upload with all parts stored. */
  async function readyToComplete(): Promise<string> {
    const upload = await createUpload(calm, bytes);
    await putParts(calm, upload, bytes);
    return upload.token;
  }

  /** Checks that no response contains text from S3. */
  function assertSilent({ status, headers, body }: Answer, code: string): void {
    const shown = JSON.stringify([body, [...headers]]);
    for (const secret of [
      BUCKET,
      'TESTKEY',
      'AKIA',
      'arn:',
      '123456789012',
      new URL(calm.s3.url).host,
    ]) {
      expect(shown).not.toContain(secret);
    }
    expect(shown).not.toMatch(/<|>|\bat \S+[/(]|node:|\.[jt]s:\d|x-amz-|uploadId/i);
    for (const { error } of [body, ...(body.uploads ?? [])]) {
      if (!error) continue;
      expect(isUploadErrorCode(error.code)).toBe(true);
      expect([code, error.code]).not.toEqual([code, 'internal-error']);
      expect(error.message).not.toContain(code);
    }
    expect([200, 404, 409, 502, 503]).toContain(status);
  }

  test.each(Object.entries(S3_ERRORS))(
    'S18 %s from every operation tells the browser nothing of S3',
    async (code, [status]) => {
      failAlways({ kind: 'answer', status, code, message: SECRETIVE });
      const answers = await askEverything();
      for (const answer of answers) assertSilent(answer, code);
      // They cannot all have succeeded, because S3 did nothing.
      expect(answers.filter((answer) => answer.status >= 400).length).toBeGreaterThan(3);
    },
  );

  test.each(Object.entries(S3_ERRORS))(
    'S18 %s from Complete alone tells the browser nothing of S3',
    async (code, [status]) => {
      const { body } = await calm.call('listParts', { token: whole });
      // A code that a retry cannot fix ends the upload.
      if (body.status !== 'unfinished') whole = await readyToComplete();
      for (const kind of ['answer', 'error-in-200'] as const) {
        const fault = { kind, status, code, message: SECRETIVE } as const;
        calm.s3.faults.add({ operation: 'CompleteMultipartUpload', times: 2, fault });
        const answer = await stack.call('complete', { uploads: [{ token: whole }] });
        assertSilent(answer, code);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        calm.s3.faults.clear();
      }
    },
  );

  test.each([
    ['a connection that breaks', { kind: 'drop-connection' }],
    ['an answer without a body', { kind: 'empty-200' }],
  ] as const)('S18 %s tells the browser nothing of S3', async (_name, fault) => {
    failAlways(fault);
    for (const answer of await askEverything()) assertSilent(answer, fault.kind);
  });
});
