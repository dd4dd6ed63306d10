import type { CreatedUpload, PresignedPart } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { fullBody, ROUTES_WITH_BODIES } from '../testing/requests.ts';
import { sha256 } from '../testing/sha256.ts';
import {
  BUCKET,
  MiB,
  putPart,
  type Route,
  startUploadStack,
  type UploadStack,
} from '../testing/upload-stack.ts';
import { createUpload, headObject } from '../testing/uploads.ts';

const ARN = 'arn:aws:s3:us-east-1:123456789012:accesspoint/victim';

/** Fields that name an object or its location in the API of S3, the SDK or ours. */
const PLACES = `
  bucket Bucket bucketArn BucketName accessPoint arn endpoint region key Key objectKey
  prefix path uploadId UploadId versionId nonce subject tenant partCount token_ copySource
  x-amz-copy-source
`
  .trim()
  .split(/\s+/);

/** Fields that S3 accepts in addition to the bytes. */
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

/** One JSON body for each object in the body, with an extra member in that object. */
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
        const file = { name: 'a', type: '', size: 10, partSize: 5 * MiB, integrity: 'sha256' };
        const parts = [{ partNumber: 1, checksum: sha256(bytes) }];
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
});
