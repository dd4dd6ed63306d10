import { GetBucketCorsCommand } from '@aws-sdk/client-s3';
import { ADMIN_ROUTES, type DoctorReport } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../../testing/admin-stack.ts';
import { BUCKET } from '../../testing/upload-stack.ts';

const { doctor } = ADMIN_ROUTES;
const origin = 'https://app.example';

const statusOf = ({ findings }: DoctorReport, id: string) =>
  findings.find((finding) => finding.id === id)?.status;

describe.each(ADAPTERS)('%s: the doctor', (adapter) => {
  let stack: AdminStack | undefined;
  afterEach(() => stack?.close());

  test('checks the bucket for a page’s origin, with the router’s own settings', async () => {
    const policy = { integrity: 'crc32' as const };
    stack = await startAdminStack({ prefix: 'own', policy }, adapter);
    const { status, body } = await stack.post(doctor, { origin });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      bucket: BUCKET,
      fixed: [],
      capabilities: { presignedPost: true },
    });
    expect(statusOf(body, 'cors-preflight')).toBe('problem');
    const upload = body.findings.find(({ id }: { id: string }) => id === 'test-upload');
    expect(upload.summary).toContain('integrity crc32 was');
    const keys = stack.s3Requests.flatMap(({ key }) => key ?? []);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith('own/slipway-doctor/'))).toBe(true);
  });

  test('checks for the allowed origins by default', async () => {
    stack = await startAdminStack({ allowedOrigins: ['https://two.example'] }, adapter);
    const { body } = await stack.post(doctor, {});
    expect(statusOf(body, 'cors-rules')).toBe('problem');
    expect(JSON.stringify(body)).toContain('https://two.example');
  });

  test('fixes only what the request names', async () => {
    stack = await startAdminStack({}, adapter);
    const { body } = await stack.post(doctor, { origin, fix: ['cors'] });
    expect(body.fixed).toEqual(['cors']);
    expect(statusOf(body, 'cors-preflight')).toBe('ok');
    expect(statusOf(body, 'lifecycle')).toBe('warning');
    const { CORSRules } = await stack.client.send(new GetBucketCorsCommand({ Bucket: BUCKET }));
    expect(CORSRules).toMatchObject([{ AllowedOrigins: [origin] }]);
  });

  test('runs once for concurrent requests', async () => {
    stack = await startAdminStack({}, adapter);
    const { post } = stack;
    const [a, b] = await Promise.all([post(doctor, { origin }), post(doctor, { origin })]);
    expect(a.body).toEqual(b.body);
    const started = stack.operations().filter((name) => name === 'CreateMultipartUpload');
    const examined = started.length;
    await post(doctor, { origin });
    expect(stack.operations().filter((name) => name === 'CreateMultipartUpload')).toHaveLength(
      2 * examined,
    );
  });

  test('S31 one check runs at a time, and another one learns when to come back', async () => {
    stack = await startAdminStack({}, adapter);
    const { post } = stack;
    const running = post(doctor, { origin });
    await expect.poll(() => stack?.operations().length).toBeGreaterThan(0);
    const others = [{}, { origin: 'https://two.example' }, { origin, fix: ['cors'] }];
    for (const other of others) {
      const { status, headers, body } = await post(doctor, other);
      expect([status, headers.get('retry-after')]).toEqual([429, '3']);
      expect(body.error.message).toContain('Another check of the bucket is running.');
    }
    expect((await running).status).toBe(200);
    expect((await post(doctor, {})).status).toBe(200);
  });

  test.each([
    { origin: 'app.example' },
    { origin: 'https://app.example/' },
    { bucket: 'x' },
    { fix: [] },
    { fix: ['policy'] },
  ])('refuses %j', async (request) => {
    stack = await startAdminStack({}, adapter);
    const { status } = await stack.post(doctor, request);
    expect([status, stack.operations()]).toEqual([400, []]);
  });

  test('S31 does not answer GET, because it uploads', async () => {
    stack = await startAdminStack({}, adapter);
    const { status } = await stack.get(doctor, { origin });
    expect([status, stack.operations()]).toEqual([404, []]);
  });

  test('is for admins only', async () => {
    stack = await startAdminStack({}, adapter);
    const { status } = await stack.post(doctor, { fix: ['cors'] }, { 'x-user': 'alice' });
    expect([status, stack.operations()]).toEqual([403, []]);
  });
});
