import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../../testing/admin-stack.ts';
import { BUCKET } from '../../testing/upload-stack.ts';

const { deleteObjects, listObjects, configuration } = ADMIN_ROUTES;
const entries = [
  { name: 'PORT', meaning: 'Port.', isSet: true, isSecret: false, value: '80' },
  { name: 'KEY', meaning: 'Key.', isSet: true, isSecret: true },
];

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    stack = await startAdminStack({ describeConfiguration: () => entries }, adapter);
  });
  afterAll(() => stack.close());

  const keysUnder = async (prefix: string): Promise<readonly string[]> => {
    const { body } = await stack.get(listObjects, { prefix });
    return body.objects.map(({ objectKey }: { objectKey: string }) => objectKey);
  };

  test('the named objects are deleted, and no others', async () => {
    for (const name of ['a', 'b', 'c']) await stack.put(`uploads/chosen/${name}`);
    const objects = ['a', 'c', 'gone'].map((name) => ({ objectKey: `uploads/chosen/${name}` }));
    const { status, body } = await stack.post(deleteObjects, { objects });
    expect(status).toBe(200);
    expect(body.objects).toEqual(objects.map(({ objectKey }) => ({ objectKey, deleted: true })));
    expect(await keysUnder('uploads/chosen/')).toEqual(['uploads/chosen/b']);
  });

  test('a key outside of the prefix is refused, and the rest of the batch is deleted', async () => {
    await stack.put('private/a');
    await stack.put('uploads/mixed/a');
    const { body } = await stack.post(deleteObjects, {
      objects: [{ objectKey: 'private/a' }, { objectKey: 'uploads/mixed/a' }],
    });
    expect(body.objects).toMatchObject([{ error: { code: 'forbidden' } }, { deleted: true }]);
    const kept = await stack.client.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: 'private/a' }),
    );
    expect(await kept.Body?.transformToString()).toBe('abc');
    expect(await keysUnder('uploads/mixed/')).toEqual([]);
  });

  test('users and strangers cannot delete objects', async () => {
    await stack.put('uploads/safe/a');
    const request = { objects: [{ objectKey: 'uploads/safe/a' }] };
    const asUser = await stack.post(deleteObjects, request, { 'x-user': 'ada' });
    const asNobody = await stack.post(deleteObjects, request, {});
    expect([asUser.status, asNobody.status]).toEqual([403, 401]);
    expect(await keysUnder('uploads/safe/')).toEqual(['uploads/safe/a']);
  });

  test.each([
    {},
    { objects: [] },
    { objects: [{ objectKey: '' }] },
    { objects: [{ objectKey: 'uploads/a', versionId: 'x' }] },
    { objects: Array.from({ length: 1_001 }, () => ({ objectKey: 'uploads/a' })) },
  ])('a malformed request is refused: %#', async (request) => {
    const { status, body } = await stack.post(deleteObjects, request);
    expect([status, body.error.code]).toEqual([400, 'invalid-request']);
  });

  test('a protected object fails alone', async () => {
    for (const name of ['free', 'locked']) await stack.put(`uploads/locks/${name}`);
    stack.s3.faults.add({
      operation: 'DeleteObject',
      key: 'uploads/locks/locked',
      fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
    });
    const { body } = await stack.post(deleteObjects, {
      objects: [{ objectKey: 'uploads/locks/locked' }, { objectKey: 'uploads/locks/free' }],
    });
    expect(body.objects).toMatchObject([{ error: { code: 'storage-refused' } }, { deleted: true }]);
    expect(await keysUnder('uploads/locks/')).toEqual(['uploads/locks/locked']);
  });

  test('admins see the owner’s configuration', async () => {
    const { status, body } = await stack.get(configuration);
    expect([status, body]).toEqual([200, { entries }]);
    expect((await stack.get(configuration, { secrets: 'true' })).status).toBe(400);
  });
});

test('without a configuration of the owner, the route responds 404', async () => {
  const stack = await startAdminStack();
  const { status, body } = await stack.get(configuration);
  expect([status, body.error.code]).toEqual([404, 'not-found']);
  await stack.close();
});
