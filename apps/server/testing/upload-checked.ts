import { createHash } from 'node:crypto';
import { callApi, putPart } from './upload-file.ts';

/** What a test chooses about its file. */
export interface CheckedFile {
  readonly name?: string;
  readonly type?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Uploads a small file with its SHA-256, from create to complete, by PUT. Returns the response that ended it: that of complete,
 * or an earlier failure.
 */
export async function uploadChecked(
  url: string,
  { name = 'a.txt', type = 'text/plain', metadata }: CheckedFile = {},
  headers: Record<string, string> = {},
) {
  const bytes = new TextEncoder().encode('hello');
  const checksum = createHash('sha256').update(bytes).digest('base64');
  const file = {
    name,
    type,
    size: bytes.byteLength,
    partSize: 5 * 1024 ** 2,
    integrity: 'sha256',
    parts: [{ partNumber: 1, checksum }],
    ...(metadata && { metadata }),
  };
  const created = await callApi(url, 'uploads', { files: [file] }, headers);
  const [upload] = created.body.uploads ?? [];
  if (!upload?.token) return { status: created.status, result: upload ?? created.body };
  const put = await putPart(upload.parts[0], bytes, url);
  if (!put.ok) throw new Error(await put.text());
  const uploads = [{ token: upload.token }];
  const completed = await callApi(url, 'uploads/complete', { uploads }, headers);
  return { status: completed.status, result: completed.body.uploads?.[0] ?? completed.body };
}
