import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { CreatedUpload, PresignedPart } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import { complete, createUpload } from '../testing/uploads.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ smallFiles: 'post' }, adapter);
  });
  afterAll(() => stack.close());

  test('S06 of 200 hostile names each becomes one safe segment of its own key', async () => {
    expect(new Set(HOSTILE_NAMES).size).toBe(200);
    const before = await listKeys(stack);
    const created: CreatedUpload[] = [];
    for (let i = 0; i < HOSTILE_NAMES.length; i += 100) {
      const files = HOSTILE_NAMES.slice(i, i + 100).map((name) => {
        const parts = [{ partNumber: 1 }];
        const type = name.slice(0, 1_024);
        return { name, size: 1, type, partSize: 5 * MiB, integrity: 'none', parts };
      });
      const { status, body } = await stack.call('create', { files });
      expect(status).toBe(200);
      created.push(...body.uploads);
    }
    for (const [i, { objectKey, parts }] of created.entries()) {
      const part = parts[0] as PresignedPart;
      expect(objectKey).toMatch(/^uploads\/[0-9a-z]{26}\/[^/]+$/);
      const name = objectKey.slice(objectKey.lastIndexOf('/') + 1);
      expect(name).not.toMatch(/^\.{1,2}$/);
      expect(name).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\uFEFF\\]/u);
      expect(name.normalize('NFC')).toBe(name);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      // As the browser's URL parser normalizes it.
      const { pathname } = new URL(part.url);
      expect(decodeURIComponent(pathname), HOSTILE_NAMES[i]).toBe(`/${BUCKET}/${objectKey}`);
      for (const [header, value] of Object.entries(part.headers)) {
        expect(`${header}: ${value}`).toMatch(/^[a-z0-9-]+: [ -~]+$/);
      }
      expect((await putPart(part, new Uint8Array(1))).status).toBe(200);
    }
    const keys = created.map(({ objectKey }) => objectKey);
    expect(new Set(keys).size).toBe(200);
    expect((await listKeys(stack)).filter((key) => !before.includes(key)).toSorted()).toEqual(
      keys.toSorted(),
    );
    const { headers } = await stack.call('complete', {
      uploads: created.slice(0, 100).map((upload) => ({ token: upload.token })),
    });
    for (const [header, value] of headers) expect(`${header}: ${value}`).toMatch(/^[ -~]+$/);
  });

  test('S37 invisible characters reach neither key nor disposition, and the name stays recognisable', async () => {
    const invisible = [
      ...'\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u061C\u115F\u3164\uFFA0\u17B4\u180B\uFE00\uFE0F\uFFF9',
      ...'\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069',
      ...'\u{E0001}\u{E0041}\u{E007F}\u{E0100}\u{1D173}',
      ...'\u0378\uFDD0\uFFFE\u{2FFFF}\u{E0FFF}',
    ];
    const names = ['rep#ort.txt', '#report.txt', 'report.#txt', 'report.txt#', '##', '#'];
    const files = invisible.flatMap((character) =>
      names.map((name) => name.replaceAll('#', character)),
    );
    const created: CreatedUpload[] = [];
    for (let i = 0; i < files.length; i += 100) {
      const { body } = await stack.call('create', {
        files: files.slice(i, i + 100).map((name) => {
          const parts = [{ partNumber: 1 }];
          return { name, size: 1, type: 'text/html', partSize: 5 * MiB, integrity: 'none', parts };
        }),
      });
      created.push(...body.uploads);
    }
    for (const [i, { objectKey, parts }] of created.entries()) {
      const name = objectKey.slice(objectKey.lastIndexOf('/') + 1);
      expect(name, JSON.stringify(files[i])).toBe(i % names.length < 4 ? 'report.txt' : 'file');
      const sent = { ...parts[0]?.headers, ...parts[0]?.fields };
      expect(JSON.stringify(sent)).toMatch(/^[ -~]*$/);
    }
  });

  describe('S08 what a browser would run is stored as a download of a safe type:', () => {
    const HTML = '<script>document.title = "run"</script>';
    const POLYGLOTS = {
      'GIF and HTML': `GIF89a/*${HTML}*/=1;`,
      'PDF and HTML': `%PDF-1.7\n${HTML}`,
      'JPEG and JavaScript': '\xff\xd8\xff\xe0/*\0JFIF*/=alert(1)',
      SVG: `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
      HTML: HTML,
    };
    const TYPES = [
      'text/html',
      'TEXT/HTML',
      'text/html; charset=utf-8',
      ' text/html',
      'text/html,image/png',
      'image/svg+xml',
      'image/svg+xml;charset=utf-8',
      'image/svg',
      'application/xhtml+xml',
      'text/xml',
      'application/xml',
      'application/mathml+xml',
      'application/rss+xml',
      'text/javascript',
      'application/javascript',
      'module',
      'text/css',
      'text/vtt;x',
      'text/xsl',
      'multipart/x-mixed-replace',
      'application/x-shockwave-flash',
      'message/rfc822+xml',
      'image/png\r\nContent-Type: text/html',
      'image/png\0text/html',
      '',
      'html',
      '*/*',
      'text/*',
      'application/octet-stream',
      'application/pdf',
      'application/hta',
      'application/x-msdownload',
    ];

    test.each(TYPES)('S08 %j', async (type) => {
      const [, content] = Object.entries(POLYGLOTS)[type.length % 5] ?? [];
      const bytes = new Uint8Array(Buffer.from(String(content), 'latin1'));
      const { token, parts } = await createUpload(stack, bytes, { name: 'page.html', type });
      expect((await putPart(parts[0] as PresignedPart, bytes)).status).toBe(200);
      const { object } = await complete(stack, { token });
      const { ContentType, ContentDisposition } = await head(stack, object.objectKey);
      expect(ContentType).toMatch(/^application\/(?:octet-stream|pdf)$/);
      expect(ContentDisposition).toBe('attachment');
      expect(object.contentType).toBe(ContentType);
    });

    test.each(Object.entries(POLYGLOTS))(
      'S08 a polyglot keeps the harmless type it claims, and no other can be sent: %s',
      async (_name, content) => {
        const bytes = new Uint8Array(Buffer.from(content, 'latin1'));
        const { objectKey, parts } = await createUpload(stack, bytes, { type: 'image/gif' });
        const part = parts[0] as PresignedPart;
        for (const type of ['text/html', 'image/svg+xml']) {
          const headers = { ...part.headers, 'content-type': type };
          expect((await putPart({ ...part, headers }, bytes)).status).toBe(403);
        }
        expect((await putPart(part, bytes)).status).toBe(200);
        expect((await head(stack, objectKey)).ContentType).toBe('image/gif');
      },
    );

    test('S08 in parts as well', async () => {
      const bytes = new Uint8Array(5 * MiB + 1);
      const upload = await createUpload(stack, bytes, { name: 'a.svg', type: 'image/svg+xml' });
      const parts = [bytes.subarray(1), bytes.subarray(0, 1)];
      for (const [i, part] of upload.parts.entries()) {
        await putPart(part, new Uint8Array(parts[i] as Uint8Array));
      }
      const { object } = await complete(stack, { token: upload.token });
      expect(await head(stack, object.objectKey)).toMatchObject({
        ContentType: 'application/octet-stream',
        ContentDisposition: 'attachment',
      });
    });
  });
});

function head(stack: UploadStack, objectKey: string) {
  return stack.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: objectKey }));
}

async function listKeys(stack: UploadStack): Promise<string[]> {
  const { Contents = [] } = await stack.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key = '' }) => Key);
}
