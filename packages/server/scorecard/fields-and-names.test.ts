import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { CreatedUpload, PresignedPart } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { crc64nvme } from '../testing/crc64nvme.ts';
import { fullBody, ROUTES_WITH_BODIES } from '../testing/requests.ts';
import {
  BUCKET,
  MiB,
  putPart,
  type Route,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import { complete, createUpload, headObject } from '../testing/uploads.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

const ARN = 'arn:aws:s3:us-east-1:123456789012:accesspoint/victim';

/** What names an object or its place in the API of S3, the SDK or ours. */
const PLACES = `
  bucket Bucket bucketArn BucketName accessPoint arn endpoint region key Key objectKey
  prefix path uploadId UploadId versionId nonce subject tenant partCount token_ copySource
  x-amz-copy-source
`
  .trim()
  .split(/\s+/);

/** What S3 takes besides the bytes. */
const SETTINGS = `
  acl ACL x-amz-acl grantRead x-amz-grant-full-control tagging x-amz-tagging storageClass
  x-amz-storage-class serverSideEncryption x-amz-server-side-encryption sseCustomerKey
  SSECustomerKey SSECustomerAlgorithm sseKmsKeyId x-amz-server-side-encryption-customer-key
  websiteRedirectLocation objectLockMode requestPayer expectedBucketOwner contentDisposition
  cacheControl contentEncoding x-amz-meta-a headers fields overwrite ifMatch
  checksumAlgorithm __proto__
`
  .trim()
  .split(/\s+/);

/** The body as JSON, once for each object in it, with a member more in that object. */
function withField(body: object, name: string, value: unknown): string[] {
  const text = JSON.stringify(body);
  const member = `{${JSON.stringify(name)}:${JSON.stringify(value)}`;
  return Array.from(text.matchAll(/\{/g), ({ index }) => {
    const rest = text.slice(index + 1);
    return `${text.slice(0, index)}${member}${rest.startsWith('}') ? '' : ','}${rest}`;
  });
}

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  let token: string;
  beforeAll(async () => {
    stack = await startUploadStack({ metadataNames: ['title'], smallFiles: 'post' }, adapter);
    ({ token } = await createUpload(stack, new Uint8Array(6 * MiB)));
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  async function refuses(route: Route, name: string, values: readonly unknown[]) {
    for (const body of values.flatMap((value) => withField(fullBody(route, token), name, value))) {
      const answer = await stack.call(route, body);
      expect([body, answer.status]).toEqual([body, 400]);
      expect(JSON.stringify(answer.body)).not.toContain(ARN);
    }
    expect(stack.operations()).toEqual([]);
  }

  test.each(ROUTES_WITH_BODIES)(
    'S05 %s takes a body with every field that it knows',
    async (route) => {
      const { status, body } = await stack.call(route, fullBody(route, token));
      expect([status, body]).not.toEqual([400, expect.anything()]);
      if (route === 'abort') ({ token } = await createUpload(stack, new Uint8Array(6 * MiB)));
    },
  );

  test.each(ROUTES_WITH_BODIES)(
    'S05 %s answers 400 to every field that names a place, wherever it is',
    async (route) => {
      for (const name of PLACES) await refuses(route, name, ['victim', ARN, null]);
    },
  );

  test.each([ARN, `${ARN}/object/secret.txt`, '../other-bucket/secret.txt', 'https://victim.s3/'])(
    'S05 a file named %s goes where all files go',
    async (name) => {
      const { objectKey } = await createUpload(stack, new Uint8Array(6 * MiB), { name });
      expect(objectKey).toMatch(/^uploads\/[0-9a-z]{26}\/[^/]+$/);
      expect(stack.s3Requests.map(({ bucket, key }) => [bucket, key])).toEqual([
        [BUCKET, objectKey],
      ]);
    },
  );

  test.each(ROUTES_WITH_BODIES)(
    'S07 %s answers 400 to every setting of S3, wherever it is',
    async (route) => {
      for (const name of SETTINGS) await refuses(route, name, ['public-read', { a: 'b' }]);
    },
  );

  describe('S07 what a browser adds to a presigned request is refused by S3:', () => {
    const EXTRAS = {
      'x-amz-acl': 'public-read',
      'x-amz-tagging': 'a=b',
      'x-amz-storage-class': 'DEEP_ARCHIVE',
      'x-amz-website-redirect-location': 'https://evil.example/',
      'x-amz-meta-evil': '1',
      'x-amz-server-side-encryption-customer-algorithm': 'AES256',
      'x-amz-copy-source': '/victim/secret.txt',
    };
    const bytes = new Uint8Array(10);

    test.each(Object.entries(EXTRAS))('S07 the header %s', async (name, value) => {
      const { objectKey, parts } = await createUpload(stack, bytes);
      const part = parts[0] as PresignedPart;
      const headers = { ...part.headers, [name]: value };
      expect((await putPart({ ...part, headers }, bytes)).status).toBe(403);
      await expect(headObject(stack, objectKey)).rejects.toThrow();
    });

    test.each(Object.entries(EXTRAS))('S07 %s in the query', async (name, value) => {
      const { objectKey, parts } = await createUpload(stack, bytes);
      const part = parts[0] as PresignedPart;
      const url = `${part.url}&${name}=${encodeURIComponent(value)}`;
      expect((await putPart({ ...part, url }, bytes)).status).toBe(403);
      await expect(headObject(stack, objectKey)).rejects.toThrow();
    });

    test.each([...Object.entries(EXTRAS), ['Content-Type', 'text/html'], ['key', 'victim']])(
      'S07 the form field %s',
      async (name, value) => {
        const file = { name: 'a', type: '', size: 10, partSize: 5 * MiB, integrity: 'crc64nvme' };
        const parts = [{ partNumber: 1, checksum: crc64nvme(bytes) }];
        const { body } = await stack.call('create', {
          files: [{ ...file, parts }],
          accepts: ['post'],
        });
        const [{ objectKey, parts: presigned }] = body.uploads as [CreatedUpload];
        const part = presigned[0] as PresignedPart;
        expect(part.fields).toBeDefined();
        const fields = { [name]: value, ...part.fields, [name as string]: value };
        expect((await putPart({ ...part, fields }, bytes)).status).toBe(403);
        await expect(headObject(stack, objectKey)).rejects.toThrow();
        await expect(headObject(stack, 'victim')).rejects.toThrow();
      },
    );
  });

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
      // As the browser's URL parser leaves it.
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
