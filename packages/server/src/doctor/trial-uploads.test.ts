import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { browserUploadCors } from '@slipway/local-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DOCTOR_BUCKET,
  DOCTOR_KEYS,
  type DoctorStack,
  ORIGIN,
  startDoctorStack,
} from '../../testing/doctor-stack.ts';

let stack: DoctorStack;
beforeEach(async () => {
  stack = await startDoctorStack();
});
afterEach(() => stack.close());

/** Makes every response to the operation a success, whatever the request. */
const takenBlindly = (operation: string) =>
  stack.s3.faults.add({ operation, times: 1_000, fault: { kind: 'empty-200' } });

/** Some stores lack checksum kinds that AWS has. */
const without = (algorithm: string) => {
  const as = stack.open();
  as.middlewareStack.add(
    (next) => async (args) => {
      if (!('ChecksumAlgorithm' in args.input && args.input.ChecksumAlgorithm === algorithm)) {
        return next(args);
      }
      const $metadata = { httpStatusCode: 501 };
      throw Object.assign(new Error('no'), { name: 'NotImplemented', $metadata });
    },
    { step: 'initialize' },
  );
  return as;
};

describe('what the doctor stores', () => {
  test.each(['UploadPart', 'CompleteMultipartUpload', 'PutObject', 'HeadObject'])(
    'is removed even if %s fails',
    async (operation) => {
      stack.deny(operation);
      const { statuses } = await stack.run();
      stack.s3.faults.clear();
      expect(statuses['clean-up']).toBe('ok');
      expect(await stack.contents()).toEqual([]);
    },
  );

  test('is reported if it cannot be removed', async () => {
    stack.deny('DeleteObject');
    const { find } = await stack.run();
    stack.s3.faults.clear();
    const [left] = await stack.contents();
    expect(left).toMatch(/^uploads\/slipway-doctor\//);
    expect(find('clean-up')).toMatchObject({
      status: 'warning',
      summary: expect.stringContaining(String(left)),
      remedy: { command: expect.stringContaining(`--key ${left}`) },
    });
  });

  test('is under the prefix', async () => {
    stack.deny('DeleteObject');
    await stack.run({ prefix: 'a/b' });
    stack.s3.faults.clear();
    expect((await stack.contents()).every((key) => key?.startsWith('a/b/slipway-doctor/'))).toBe(
      true,
    );
  });
});

describe('a store without one kind of checksum', () => {
  test('needs no change if uploads use another', async () => {
    const { find } = await stack.run({ as: without('SHA1'), integrity: 'md5' });
    expect(find('checksum-sha1')).toMatchObject({
      status: 'warning',
      reason: 'Uploads use md5. They could not use sha1 on this store.',
    });
    expect(find('checksum-sha1')?.remedy).toBeUndefined();
  });

  test('gets the advice to use one that it has', async () => {
    const { find } = await stack.run({ as: without('SHA1'), integrity: 'sha1' });
    expect(find('checksum-sha1')).toMatchObject({
      status: 'problem',
      remedy: { text: 'Set SLIPWAY_INTEGRITY, or integrity in the policy, to crc64nvme.' },
    });
  });
});

test('a store without SHA-256 is a problem, unless uploads are protected by another checksum', async () => {
  const unset = await stack.run({ as: without('SHA256'), integrity: undefined });
  expect(unset.find('checksum-sha256')).toMatchObject({
    status: 'problem',
    remedy: { text: 'Set SLIPWAY_INTEGRITY, or integrity in the policy, to crc64nvme.' },
  });
  const { statuses } = await stack.run({ as: without('SHA256'), integrity: 'crc64nvme' });
  expect(statuses['checksum-sha256']).toBe('warning');
});

describe('a store that verifies nothing', () => {
  test('of parts: every mode is a warning, and the configured one a problem', async () => {
    takenBlindly('UploadPart');
    const { statuses, find, capabilities } = await stack.run({ integrity: 'crc32' });
    expect(statuses['checksum-crc32']).toBe('problem');
    expect(statuses['checksum-sha256']).toBe('warning');
    expect(find('checksum-md5')?.summary).toContain('it stores a part with a wrong one');
    expect(capabilities?.integrity).toEqual(['none']);
    expect(statuses['test-upload']).toBe('problem');
  });

  test('of files: sizes and conditions are reported, too', async () => {
    takenBlindly('PutObject');
    const { statuses, find, capabilities } = await stack.run();
    expect(statuses['signed-size']).toBe('problem');
    expect(find('if-none-match')?.summary).toContain('PUT and Complete ignore');
    expect(find('checksum-crc64nvme')?.summary).toContain('it stores a file with a wrong one');
    expect(capabilities?.conditionalWrites).toEqual({ put: false, complete: false });
  });

  test('of forms: forms are a problem', async () => {
    takenBlindly('PostObject');
    const { find, capabilities } = await stack.run();
    expect(find('presigned-post')).toMatchObject({
      status: 'problem',
      summary: expect.stringContaining('more bytes and another key'),
    });
    expect(capabilities?.presignedPost).toBe(false);
  });
});

test.each([
  [undefined, 'ok'],
  ['put', 'ok'],
  ['post', 'problem'],
] as const)(
  'a store that does not verify the SHA-256 of forms is, with smallFiles %s: %s',
  async (smallFiles, status) => {
    // The right form, one with more bytes and one with another key get true answers. The last one has other bytes.
    stack.s3.faults.add({ operation: 'PostObject', skip: 3, fault: { kind: 'empty-200' } });
    const { find, capabilities } = await stack.run({ smallFiles });
    expect(find('presigned-post')).toMatchObject({
      status,
      summary: expect.stringContaining('other bytes than their SHA-256 allows'),
    });
    expect(capabilities?.presignedPost).toBe(false);
  },
);

test.each([
  [undefined, 'ok'],
  ['put', 'ok'],
  ['post', 'problem'],
] as const)('a store without forms is, with smallFiles %s: %s', async (smallFiles, status) => {
  stack.s3.faults.add({
    operation: 'PostObject',
    times: 1_000,
    fault: { kind: 'answer', status: 501, code: 'NotImplemented' },
  });
  const { statuses, capabilities } = await stack.run({ smallFiles });
  expect(statuses['presigned-post']).toBe(status);
  expect(capabilities?.presignedPost).toBe(false);
});

test('the trial uploads have the owner’s options, except those that the store refuses', async () => {
  const object = {
    contentLanguage: 'de',
    objectLockMode: 'COMPLIANCE' as const,
    objectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
    websiteRedirectLocation: 'elsewhere',
  };
  const seen: (string | undefined)[] = [];
  const as = stack.open();
  as.middlewareStack.add(
    (next) => async (args) => {
      if ('ContentLanguage' in args.input) seen.push(String(args.input.ContentLanguage));
      return next(args);
    },
    { step: 'initialize' },
  );
  const { statuses } = await stack.run({ as, object });
  expect(statuses).toMatchObject({
    'option-websiteRedirectLocation': 'problem',
    'option-objectLockMode': 'problem',
    'test-upload': 'ok',
  });
  expect(seen).toContain('de');
  expect(await stack.contents()).toEqual([]);
});

test('no finding holds a key, a secret or a signature', async () => {
  await stack.client.send(
    new PutBucketCorsCommand({
      Bucket: DOCTOR_BUCKET,
      CORSConfiguration: {
        CORSRules: browserUploadCors([ORIGIN]).map((rule) => ({
          AllowedOrigins: [...rule.allowedOrigins],
          AllowedMethods: [...rule.allowedMethods],
          AllowedHeaders: ['*'],
        })),
      },
    }),
  );
  stack.deny('DeleteObject');
  const text = JSON.stringify(await stack.run());
  for (const secret of [...Object.values(DOCTOR_KEYS), 'X-Amz-', 'Signature']) {
    expect(text).not.toContain(secret);
  }
});
