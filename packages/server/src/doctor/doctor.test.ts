import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DOCTOR_BUCKET,
  DOCTOR_KEYS,
  type DoctorStack,
  startDoctorStack,
} from '../../testing/doctor-stack.ts';

let stack: DoctorStack;
beforeEach(async () => {
  stack = await startDoctorStack();
});
afterEach(() => stack.close());

test('a fixed bucket passes every check, and the doctor leaves nothing in it', async () => {
  const sick = await stack.run({ integrity: 'crc64nvme' }, ['cors', 'lifecycle']);
  expect(sick.fixed).toEqual(['cors', 'lifecycle']);
  const { findings, fixed, capabilities } = await stack.run({ integrity: 'crc64nvme' }, [
    'cors',
    'lifecycle',
  ]);
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(findings).toHaveLength(27);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(27);
  expect(fixed).toEqual([]);
  expect(capabilities).toEqual({
    integrity: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
    presignedPost: true,
    conditionalWrites: { put: true, complete: true },
  });
  expect(await stack.contents()).toEqual([]);
});

describe('the doctor tells apart why the bucket is unreachable:', () => {
  test('no credentials', async () => {
    const as = stack.open();
    as.config.credentials = () => Promise.reject(new Error('nowhere to be found'));
    const { findings, capabilities } = await stack.run({ as });
    expect(findings).toMatchObject([{ id: 'credentials', status: 'problem' }]);
    expect(capabilities).toBeUndefined();
  });

  test.each([
    ['a wrong secret', { ...DOCTOR_KEYS, secretAccessKey: 'other' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...DOCTOR_KEYS, accessKeyId: 'OTHER' }, 'InvalidAccessKeyId'],
  ])('%s', async (_name, credentials, code) => {
    const { findings } = await stack.run({ as: stack.open({ credentials }) });
    expect(findings).toMatchObject([
      {
        id: 'credentials',
        status: 'problem',
        summary: expect.stringContaining(code),
        remedy: { command: `aws --endpoint-url ${stack.s3.url} s3api list-buckets` },
      },
    ]);
  });

  test('a wrong region, and names the correct one', async () => {
    const { findings } = await stack.run({ as: stack.open({ region: 'eu-west-1' }) });
    expect(findings).toMatchObject([
      {
        id: 'region',
        status: 'problem',
        summary: expect.stringMatching(/eu-west-1.*us-east-1/),
        remedy: { text: expect.stringContaining('us-east-1') },
      },
    ]);
  });

  test('a missing bucket', async () => {
    const { findings } = await stack.run({ bucket: { bucket: 'not-there' } });
    expect(findings).toMatchObject([
      {
        id: 'bucket',
        status: 'problem',
        summary: expect.stringContaining('NoSuchBucket'),
        remedy: { command: `aws --endpoint-url ${stack.s3.url} s3 mb s3://not-there` },
      },
    ]);
  });

  test('an unreachable store', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const as = stack.open();
    as.config.endpoint = async () => ({
      protocol: 'http:',
      hostname: '127.0.0.1',
      port,
      path: '/',
    });
    const { findings } = await stack.run({ as });
    expect(findings).toMatchObject([
      {
        id: 'bucket',
        status: 'problem',
        summary: expect.stringContaining('no answer (ECONNREFUSED)'),
      },
    ]);
  });
});

describe('the clock', () => {
  test.each([
    [0, 'ok'],
    [-300_000, 'warning'],
    [300_000, 'warning'],
    [3_600_000, 'problem'],
    [-3_600_000, 'problem'],
  ])('with the store %d ms ahead of us is: %s', async (offsetMs, status) => {
    stack.s3.setClockOffset(offsetMs);
    // The SDK corrects the clock by itself and retries. Presigned URLs cannot.
    const report = await stack.run({ as: stack.open({ maxAttempts: 3 }) });
    expect(report.statuses.clock).toBe(status);
    // A wrong clock says nothing about checksums and permissions, so the doctor does not report them.
    expect(report.find('test-upload') === undefined).toBe(status === 'problem');
    stack.s3.setClockOffset(0);
    expect(await stack.contents()).toEqual([]);
  });

  test('is reported even if the SDK does not retry', async () => {
    stack.s3.setClockOffset(3_600_000);
    const { statuses, find } = await stack.run({ as: stack.open({ maxAttempts: 1 }) });
    expect(statuses.clock).toBe('problem');
    expect(find('test-upload')).toBeUndefined();
  });
});

describe('a missing permission', () => {
  test.each([
    ['CreateMultipartUpload', 's3:PutObject', 'problem'],
    ['HeadObject', 's3:GetObject', 'problem'],
    ['DeleteObject', 's3:DeleteObject', 'problem'],
    ['AbortMultipartUpload', 's3:AbortMultipartUpload', 'problem'],
    ['ListParts', 's3:ListMultipartUploadParts', 'problem'],
    ['ListObjectsV2', 's3:ListBucket', 'problem'],
    ['ListMultipartUploads', 's3:ListBucketMultipartUploads', 'warning'],
  ])('(%s denied) is %s, and no other', async (operation, action, status) => {
    stack.deny(operation);
    const { findings, statuses, find } = await stack.run();
    const rights = Object.keys(statuses).filter((id) => id.startsWith('permission-'));
    const missing = rights.filter((id) => statuses[id] !== 'ok');
    expect(missing).toEqual([`permission-${action.slice(3)}`]);
    const onBucket = action.startsWith('s3:ListBucket');
    expect(find(missing[0] ?? '')).toMatchObject({
      status,
      summary: `${action} is denied.`,
      remedy: {
        json: {
          Effect: 'Allow',
          Action: action,
          Resource: `arn:aws:s3:::${DOCTOR_BUCKET}${onBucket ? '' : '/uploads/*'}`,
        },
      },
    });
    expect(JSON.stringify(findings)).not.toContain('arn:aws:iam');
  });

  test('is not confused with a store that fails', async () => {
    stack.s3.faults.add({
      operation: 'ListMultipartUploads',
      times: 1_000,
      fault: { kind: 'answer', status: 503, code: 'SlowDown' },
    });
    const { find } = await stack.run();
    expect(find('permission-ListBucketMultipartUploads')).toMatchObject({
      status: 'warning',
      summary: expect.stringMatching(/could not test .*: 503 SlowDown/),
    });
  });

  test('for PUT does not make checksums, sizes or conditions look wrong', async () => {
    for (const operation of ['CreateMultipartUpload', 'UploadPart', 'PutObject', 'PostObject']) {
      stack.deny(operation);
    }
    const { statuses, find } = await stack.run({ integrity: 'crc64nvme' });
    expect(statuses['test-upload']).toBe('problem');
    for (const id of ['checksum-crc64nvme', 'checksum-md5', 'signed-size', 'if-none-match']) {
      expect(find(id)).toMatchObject({
        status: 'warning',
        summary: expect.stringContaining('could not test'),
      });
    }
  });
});
