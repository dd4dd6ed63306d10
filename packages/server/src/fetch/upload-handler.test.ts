import { S3Client } from '@aws-sdk/client-s3';
import { ROUTES } from '@slipway/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createUploadHandler } from './upload-handler.ts';

const options = {
  // Never called: small files are only presigned.
  s3: new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  }),
  bucket: 'media',
  authorize: () => ({ subject: 'alice' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32).fill(1) }],
  onError: () => {},
};
const headers = { 'content-type': 'application/json' };
const create = JSON.stringify({ files: [{ name: 'a', size: 1, type: '', partSize: 5_242_880 }] });

async function statusOf(request: Request, basePath = '/api') {
  return (await createUploadHandler({ ...options, basePath })(request)).status;
}

test('the handler responds without any server or framework', async () => {
  const handle = createUploadHandler({ ...options, basePath: '/api' });
  const response = await handle(
    new Request(`https://app.example/api${ROUTES.create}`, {
      method: 'POST',
      headers,
      body: create,
    }),
  );
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  expect(await response.json()).toMatchObject({ uploads: [{ token: expect.any(String) }] });
});

describe('the base path', () => {
  test.each([
    ['', 'https://a.example/policy', 200],
    ['/api', 'https://a.example/api/policy', 200],
    ['/api/v1', 'https://a.example/api/v1/policy?x=1', 200],
    ['/api', 'https://a.example/policy', 404],
    ['/api', 'https://a.example/apis/policy', 404],
    ['/api', 'https://a.example/other/api/policy', 404],
    ['/api', 'https://a.example/api', 404],
    ['', 'https://a.example/api/policy', 404],
  ])('%j with %s answers %i', async (basePath, url, status) => {
    expect(await statusOf(new Request(url), basePath)).toBe(status);
  });

  test.each(['api', '/api/', '/', '//api', '/api?x', 'https://a.example/api'])(
    '%j is none',
    (basePath) => {
      expect(() => createUploadHandler({ ...options, basePath })).toThrow('basePath');
    },
  );
});

function post(body: BodyInit | null, more: Record<string, string> = {}) {
  const init = { method: 'POST', headers: { ...headers, ...more }, body, duplex: 'half' };
  return new Request(`https://a.example/api${ROUTES.create}`, init);
}

describe('a body', () => {
  test('is read only up to the limit, even if it claims another length', async () => {
    let pulled = 0;
    let canceled = false;
    const long = new ReadableStream({
      pull(controller) {
        pulled += 1;
        // The stream ends, so that a broken limit fails this test and not the machine.
        if (pulled === 100) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1_024));
      },
      cancel() {
        canceled = true;
      },
    });
    const handle = createUploadHandler({ ...options, basePath: '/api', maxBodyBytes: 100_000 });
    const response = await handle(post(long));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { limit: 100_000 } });
    expect(pulled).toBeLessThan(5);
    expect(canceled).toBe(true);
  });

  test('that breaks off gets 400', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('connection reset')),
    });
    expect(await statusOf(post(broken))).toBe(400);
  });

  test.each([
    ['nothing', null, {}, 400],
    ['an empty text', '', {}, 400],
    ['bytes that are no UTF-8', Buffer.from(create.replace('"a"', '"\xff"'), 'latin1'), {}, 400],
    ['another charset', create, { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['a compressed body', create, { 'content-encoding': 'br' }, 415],
  ])('is refused: %s', async (_name, body, more, status) => {
    expect(await statusOf(post(body, more))).toBe(status);
  });

  test.each(['application/json; charset=UTF-8', 'Application/JSON', 'application/json;a=b'])(
    'of the type %s is accepted',
    async (type) => {
      expect(await statusOf(post(create, { 'content-type': type }))).toBe(200);
    },
  );
});

const policy = () => new Request(`https://a.example${ROUTES.policy}`);

describe('a framework that builds without the secrets', () => {
  test.each([
    ['token key', { tokenKeys: [{ id: 'k', secret: Buffer.from('', 'base64') }] }],
    ['bucket', { bucket: undefined as unknown as string }],
    ['allowedOrigins', { allowedOrigins: [undefined as unknown as string] }],
    ['s3', { s3: undefined as unknown as S3Client }],
  ])('can import the handler; the first request without its %s gets 500', async (name, missing) => {
    const onError = vi.fn();
    const handle = createUploadHandler({ ...options, ...missing, onError });
    const response = await handle(policy());
    expect(response.status).toBe(500);
    const requestId = response.headers.get('x-request-id');
    const { error } = JSON.parse(await response.text());
    expect(error).toMatchObject({ code: 'storage-misconfigured', requestId });
    expect(onError).toHaveBeenCalledOnce();
    const [{ cause }, details] = onError.mock.calls[0] ?? [];
    expect(cause.message).toContain(name);
    expect(details).toEqual({ requestId, route: 'GET /policy' });
    expect(JSON.stringify(error)).not.toContain(cause.message);
  });

  test('the reason is on stderr by default', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const { onError: _, ...silent } = options;
    await createUploadHandler({ ...silent, tokenKeys: [] })(policy());
    expect(log.mock.calls).toEqual([[expect.stringMatching(/^slipway: GET \/policy .*tokenKeys/)]]);
  });

  test('a handler whose options are right starts once', async () => {
    const limited = { limit: 1, windowSeconds: 3_600 };
    const handle = createUploadHandler({ ...options, rateLimits: { requests: limited } });
    expect([(await handle(policy())).status, (await handle(policy())).status]).toEqual([200, 429]);
  });
});
