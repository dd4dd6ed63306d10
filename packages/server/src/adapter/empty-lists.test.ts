import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack } from '../../testing/upload-stack.ts';
import { createAdapterService } from './adapter-options.ts';

const LISTS = ['accept', 'allowedTypes', 'allowedExtensions'] as const;
const create = (policy: object) =>
  createAdapterService({
    s3: new S3Client({ region: 'eu-west-1' }),
    bucket: 'media',
    authorize: () => ({ subject: 'alice' }),
    tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
    policy,
  });

test.each(LISTS)('a policy whose %s is empty is refused at start-up', (list) => {
  expect(() => create({ [list]: [] })).toThrow(
    `policy.${list}: is empty: list what is allowed, or leave it out to allow everything.`,
  );
  expect(() => create({ [list]: undefined })).not.toThrow();
});

describe.each(ADAPTERS)('%s:', (adapter) => {
  test.each(LISTS)(
    'if the owner’s function returns an empty %s, no file is accepted, and the owner learns why',
    async (list) => {
      const told: unknown[] = [];
      const stack = await startUploadStack(
        { policy: () => ({ [list]: [] }), onError: (error) => told.push(error) },
        adapter,
      );
      onTestFinished(() => stack.close());
      const file = { name: 'a.exe', size: 1, type: 'application/x-msdownload', partSize: 5 * MiB };
      const { status, body } = await stack.call('create', { files: [file] });
      expect([status, body.error.code]).toEqual([500, 'internal-error']);
      expect(String(told[0])).toContain(`policy.${list}: is empty`);
      expect(stack.operations()).toEqual([]);
    },
  );
});
