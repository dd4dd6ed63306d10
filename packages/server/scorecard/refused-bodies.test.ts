import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { sendEndlessly } from '../testing/endless-request.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';

const GiB = 1024 ** 3;
const JSON_TYPE = { 'content-type': 'application/json' };
const KNOWN = { 'x-user': 'alice', ...JSON_TYPE };
const LARGE = { 'content-length': String(4 * GiB) };
const CHUNKED = { 'transfer-encoding': 'chunked' };
const CHUNK = 'a'.repeat(65_536);
/** The same as a chunk of a chunked body. */
const FRAMED = `10000\r\n${CHUNK}\r\n`;

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({}, adapter);
  });
  afterAll(() => stack.close());

  const send = (start: string, headers: Record<string, string>) => {
    const chunk = 'transfer-encoding' in headers ? FRAMED : CHUNK;
    const path = new URL(stack.url).pathname;
    return sendEndlessly(stack.url, { start: start.replace(' ', ` ${path}`), headers, chunk });
  };

  test.each<[string, string, Record<string, string>, number]>([
    ['a caller who is not identified', 'POST /uploads', JSON_TYPE, 401],
    ['a page of another site', 'POST /uploads', { ...KNOWN, origin: 'https://evil.example' }, 403],
    ['a route that does not exist', 'POST /nothing', KNOWN, 404],
    ['a body that is too large', 'POST /uploads', KNOWN, 413],
    ['a body that is no JSON', 'POST /uploads', { 'x-user': 'alice' }, 415],
    ['the body of a GET', 'GET /policy', KNOWN, 200],
  ])(
    'S34 after the response to %s, the rest of 4 GiB stays unread',
    async (_name, start, headers, status) => {
      for (const framing of [LARGE, CHUNKED]) {
        const { response, bytesRead } = await send(start, { ...headers, ...framing });
        expect(response).toContain(`HTTP/1.1 ${status} `);
        expect(response).toContain('Connection: close\r\n');
        expect(bytesRead).toBeGreaterThan(0);
        // A body that is too large is read up to the limit.
        expect(bytesRead).toBeLessThan(status === 413 ? 3 * MiB : MiB);
      }
    },
  );

  test('S34 a refused body of a byte at a time ends with the connection', async () => {
    const { response, bytesRead } = await sendEndlessly(stack.url, {
      start: `POST ${new URL(stack.url).pathname}/uploads`,
      headers: { ...JSON_TYPE, 'content-length': '100000' },
      chunk: 'a',
      pauseMs: 100,
    });
    expect(response).toContain('HTTP/1.1 401 ');
    expect(bytesRead).toBeLessThan(1_000);
  }, 20_000);

  test('S34 a small refused request leaves its connection open', async () => {
    for (const body of ['{}', 'a'.repeat(100_000)]) {
      const answer = await fetch(`${stack.url}/uploads`, {
        method: 'POST',
        headers: JSON_TYPE,
        body,
      });
      expect([answer.status, answer.headers.get('connection')]).toEqual([401, 'keep-alive']);
      await answer.text();
    }
  });
});
