import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';

/** The bytes of the file. */
export const BYTES = randomBytes(2_000);

/** Calls a route of a backend. */
export type Call = (
  route: string,
  body: object,
  headers?: Record<string, string>,
) => Promise<Response>;

/** A POST request with a JSON body. */
export function asPost(body: object, headers: Record<string, string> = {}) {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** Describes the file as a browser does when it creates the upload. */
export function describeFile(integrity: 'sha256' | 'none') {
  const checksum = createHash('sha256').update(BYTES).digest('base64');
  const part = { partNumber: 1, ...(integrity === 'sha256' && { checksum }) };
  const file = { name: 'a.png', size: BYTES.length, type: 'image/png', partSize: 5 * 1024 ** 2 };
  return { ...file, integrity, parts: [part] };
}

/** Creates the upload, sends the file and completes the upload, as a browser does. Returns the object's key. */
export async function sendFile(call: Call, headers: Record<string, string>): Promise<string> {
  const created = await call('uploads', { files: [describeFile('sha256')] }, headers);
  const { uploads } = await created.json();
  const { token, objectKey, parts } = uploads[0];
  const [part] = parts;
  const put = await fetch(part.url, { method: 'PUT', headers: part.headers, body: BYTES });
  expect(put.status).toBe(200);
  const etags = [{ partNumber: 1, etag: put.headers.get('etag') }];
  const completed = await call('uploads/complete', { uploads: [{ token, etags }] }, headers);
  expect((await completed.json()).uploads[0]).toMatchObject({ object: { objectKey } });
  return objectKey;
}
