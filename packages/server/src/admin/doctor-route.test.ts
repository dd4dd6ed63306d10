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
    const { status, body } = await stack.get(doctor, { origin });
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
    const { body } = await stack.get(doctor);
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
    const { get } = stack;
    const [a, b] = await Promise.all([get(doctor, { origin }), get(doctor, { origin })]);
    expect(a.body).toEqual(b.body);
    const started = stack.operations().filter((name) => name === 'CreateMultipartUpload');
    const examined = started.length;
    await get(doctor, { origin });
    expect(stack.operations().filter((name) => name === 'CreateMultipartUpload')).toHaveLength(
      2 * examined,
    );
  });

  test.each([{ origin: 'app.example' }, { origin: 'https://app.example/' }, { bucket: 'x' }])(
    'refuses the query %j',
    async (query) => {
      stack = await startAdminStack({}, adapter);
      const { status } = await stack.get(doctor, query as Record<string, string>);
      expect([status, stack.operations()]).toEqual([400, []]);
    },
  );

  test.each([{}, { fix: [] }, { fix: ['policy'] }])('fixes nothing for %j', async (request) => {
    stack = await startAdminStack({}, adapter);
    const { status } = await stack.post(doctor, request);
    expect([status, stack.operations()]).toEqual([400, []]);
  });

  test.each(['GET', 'POST'])('is for admins only (%s)', async (method) => {
    stack = await startAdminStack({}, adapter);
    const headers = { 'x-user': 'alice', 'content-type': 'application/json' };
    const body = method === 'POST' ? { body: '{"fix":["cors"]}' } : {};
    const { status } = await fetch(`${stack.url}${doctor}`, { method, headers, ...body });
    expect([status, stack.operations()]).toEqual([403, []]);
  });
});
