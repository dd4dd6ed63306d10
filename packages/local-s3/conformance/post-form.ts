import { createHmac } from 'node:crypto';

import type { CheckContext } from './check.ts';
import type { RawResponse } from './raw-request.ts';

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();

/** What differs between forms. */
export interface PostForm {
  /** Fields in addition to those of the signature. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Conditions in addition to those of the signature. By default one `eq` for each field. */
  readonly conditions?: readonly unknown[];
  readonly file?: string | Buffer;
  readonly fileName?: string;
  readonly expiresAt?: Date;
  readonly secretAccessKey?: string;
  /** Fields that come after the file. */
  readonly afterFile?: Readonly<Record<string, string>>;
}

/** Builds, signs and sends a form as a browser would. */
export function post(t: CheckContext, form: PostForm): Promise<RawResponse> {
  const { fields = {}, file = 'hello', fileName = 'photo.jpg', afterFile = {} } = form;
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = timestamp.slice(0, 8);
  const credential = `${t.target.accessKeyId}/${day}/${t.target.region}/s3/aws4_request`;
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': credential,
    'x-amz-date': timestamp,
  };
  const conditions =
    form.conditions ?? Object.entries(fields).map(([name, value]) => ({ [name]: value }));
  const document = {
    expiration: (form.expiresAt ?? new Date(Date.now() + 60_000)).toISOString(),
    conditions: [
      { bucket: t.bucket },
      ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
      ...conditions,
    ],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  let key = hmac(`AWS4${form.secretAccessKey ?? t.target.secretAccessKey}`, day);
  for (const step of [t.target.region, 's3', 'aws4_request']) key = hmac(key, step);
  const all = {
    ...fields,
    ...signing,
    policy,
    'x-amz-signature': hmac(key, policy).toString('hex'),
  };
  const boundary = '----check7MA4YWxkTrZu0gW';
  const field = ([name, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: image/jpeg\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(Object.entries(all).map(field).join('') + head),
    Buffer.from(file),
    Buffer.from(`\r\n${Object.entries(afterFile).map(field).join('')}--${boundary}--\r\n`),
  ]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return t.raw({ method: 'POST', path: `/${t.bucket}`, sign: 'none', headers, body });
}
