import { Validator } from '@seriousme/openapi-schema-validator';
import { ERROR_CODES } from '@slipway/protocol';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_OPERATIONS } from '../../testing/all-operations.ts';
import { sha256 } from '../../testing/sha256.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, putParts } from '../../testing/uploads.ts';
import { componentSchemas } from './component-schemas.ts';
import { createOpenApiDocument } from './openapi-document.ts';

/** The fields of a route's description that the tests read. */
interface DescribedRoute {
  readonly requestBody?: { readonly content: JsonContent };
  readonly responses: Readonly<Record<string, { readonly content: JsonContent }>>;
}
interface JsonContent {
  readonly 'application/json': {
    readonly schema: { readonly $ref: string };
    readonly example?: unknown;
    readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

const securitySchemes = { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } };
const document = createOpenApiDocument({ serverUrl: '/uploads-api', securitySchemes });
const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, route]) => [`${method.toUpperCase()} ${path}`, route as unknown] as const,
  ),
) as (readonly [string, DescribedRoute])[];

const ajv = new Ajv2020({ strict: false });
/** Fails responses with undescribed fields, too. */
ajv.addSchema({ $id: 'closed', components: { schemas: componentSchemas('closed') } });

function mistakesIn(schema: { readonly $ref: string }, value: unknown): string {
  const validate = ajv.getSchema(`closed${schema.$ref}`);
  if (!validate) throw new Error(`There is no ${schema.$ref}.`);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

test('the document is valid OpenAPI 3.1', async () => {
  for (const one of [document, createOpenApiDocument()]) {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(one) as never)).toMatchObject({ valid: true });
    expect(validator.version).toBe('3.1');
  }
});

test('it has exactly the routes of the service', () => {
  const served = ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(routes.map(([name]) => name).sort()).toEqual(served.sort());
});

test('it has the owner’s server URL and security schemes', () => {
  expect(document.servers).toEqual([{ url: '/uploads-api' }]);
  expect(document.security).toEqual([{ bearer: [] }]);
  expect(document.components.securitySchemes).toEqual(securitySchemes);
  const silent = createOpenApiDocument();
  expect(silent.servers).toEqual([{ url: '/api' }]);
  expect(silent).not.toHaveProperty('security');
});

test('every reference has its schema', () => {
  const text = JSON.stringify(document);
  const refs = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
  expect(refs.length).toBeGreaterThan(50);
  for (const [, kind = '', name = ''] of refs) {
    expect(Object.keys(Reflect.get(document.components, kind) as object)).toContain(name);
  }
});

test('its examples match their schemas', () => {
  for (const [, route] of routes) {
    const bodies = [route.requestBody, ...Object.values(route.responses)];
    for (const body of bodies) {
      if (!body) continue;
      const { schema, example, examples = {} } = body.content['application/json'];
      const values = Object.values(examples).map(({ value }) => value);
      for (const value of example ? [example] : values) {
        expect(mistakesIn(schema, value)).toBe('');
      }
    }
  }
});

test('it lists every code that a backend can send, under its status', () => {
  const described = new Set<string>();
  for (const [, { responses }] of routes) {
    for (const [status, { content }] of Object.entries(responses)) {
      for (const code of Object.keys(content['application/json'].examples ?? {})) {
        expect(ERROR_CODES[code as keyof typeof ERROR_CODES].status).toBe(Number(status));
        described.add(code);
      }
    }
  }
  const answered = Object.entries(ERROR_CODES).flatMap(([code, { status }]) =>
    status > 0 ? [code] : [],
  );
  expect([...described].sort()).toEqual(answered.sort());
});

test('the schema of a query parameter describes its parsed value', () => {
  expect(document.paths['/admin/uploads']?.get?.parameters).toEqual(
    expect.arrayContaining([
      { name: 'held', in: 'query', required: false, schema: { type: 'boolean' } },
      expect.objectContaining({
        name: 'limit',
        schema: expect.objectContaining({ type: 'integer', maximum: 1_000 }),
      }),
    ]),
  );
  expect(document.paths['/admin/uploads/parts']?.get?.parameters).toEqual(
    ['objectKey', 'uploadId'].map((name) => expect.objectContaining({ name, required: true })),
  );
});

test('requests forbid unknown fields, responses allow them', () => {
  const { schemas } = document.components;
  expect(schemas.CreateRequest).toMatchObject({
    additionalProperties: false,
    properties: {
      files: {
        items: {
          additionalProperties: false,
          properties: {
            metadata: { type: 'object', additionalProperties: { type: 'string' } },
            partSize: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
  });
  expect(schemas.CreateResponse).not.toHaveProperty('additionalProperties');
  expect(componentSchemas('closed').CreateResponse).toMatchObject({ additionalProperties: false });
});

test('every list in a request has a maximum length', () => {
  const listsIn = (value: unknown, path: string): (readonly [string, unknown])[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { type, maxItems } = value as { readonly type?: unknown; readonly maxItems?: unknown };
    const inner = Object.entries(value).flatMap(([key, one]) => listsIn(one, `${path}.${key}`));
    return type === 'array' ? [[path, maxItems], ...inner] : inner;
  };
  const lists = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
    name.endsWith('Request') ? listsIn(schema, name) : [],
  );
  expect(lists.filter(([, maxItems]) => typeof maxItems !== 'number')).toEqual([]);
  expect(Object.fromEntries(lists)).toMatchObject({
    'CreateRequest.properties.files': 100,
    'CreateRequest.properties.files.items.properties.parts': 1_000,
    'PresignRequest.properties.uploads.items.properties.parts': 1_000,
    'CompleteRequest.properties.uploads.items.properties.etags': 10_000,
    'DeleteObjectsRequest.properties.objects': 1_000,
  });
});

/** Finds the description of a response by route and status. */
function expectDescribed(name: string, { status, body }: { status: number; body: unknown }) {
  const described = new Map(routes).get(name)?.responses[String(status)];
  expect(described, `${name} ${status}`).toBeDefined();
  if (described) expect(mistakesIn(described.content['application/json'].schema, body)).toBe('');
}

describe('real responses match their description:', () => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({
      smallFiles: 'post',
      policy: { maxFileSize: 64 * MiB },
      authorizeAdmin: () => ({ subject: 'root' }),
      describeConfiguration: () => [],
    });
  });
  afterAll(() => stack.close());

  test('a full upload, from the policy to the object', async () => {
    expectDescribed('GET /policy', await stack.policy());
    const bytes = new Uint8Array(6 * MiB).fill(1);
    const upload = await createUpload(stack, bytes, { integrity: 'none' });
    const { token } = upload;
    const parts = { uploads: [{ token, parts: [{ partNumber: 1 }, { partNumber: 2 }] }] };
    expectDescribed('POST /uploads/presign', await stack.call('presign', parts));
    const etags = await putParts(stack, upload, bytes);
    expectDescribed('POST /uploads/parts', await stack.call('listParts', { token }));
    const completed = await stack.call('complete', { uploads: [{ token, etags }] });
    expectDescribed('POST /uploads/complete', completed);
    expect(completed.body.uploads[0].object.size).toBe(6 * MiB);
    expectDescribed('POST /uploads/parts', await stack.call('listParts', { token }));
    expectDescribed('POST /uploads/abort', await stack.call('abort', { uploads: [{ token }] }));
  });

  test('the doctor, which fixes and then checks', async () => {
    const headers = { 'content-type': 'application/json' };
    const answers = [
      [
        'POST /admin/doctor',
        await fetch(`${stack.url}/admin/doctor`, {
          method: 'POST',
          headers,
          body: '{"fix":["lifecycle"]}',
        }),
      ],
    ] as const;
    for (const [name, response] of answers) {
      expectDescribed(name, { status: response.status, body: await response.json() });
    }
  });

  test('small and large files together, failed items and failed requests', async () => {
    const file = { name: 'a.txt', type: 'text/plain', size: 5, partSize: 5 * MiB };
    // The backend offers forms only for files with SHA-256.
    const checksum = sha256(Buffer.from('hello'));
    const small = { ...file, integrity: 'sha256', parts: [{ partNumber: 1, checksum }] };
    const large = { ...file, size: 65 * MiB };
    const mixed = await stack.call('create', { files: [small, large], accepts: ['post'] });
    expect(mixed.body.uploads[0].parts[0].fields).toBeDefined();
    expect(mixed.body.uploads[1].error.code).toBe('file-too-large');
    expectDescribed('POST /uploads', mixed);
    const refused = await stack.call('create', { files: [large] });
    expect(refused.status).toBe(413);
    expectDescribed('POST /uploads', refused);
  });

  test('the admin routes', async () => {
    const bytes = new Uint8Array(6 * MiB).fill(1);
    await createUpload(stack, bytes, { integrity: 'none' });
    const ask = (path: string) => fetch(`${stack.url}${path}`, { headers: { 'x-user': 'root' } });
    const answerOf = async (path: string, query: string) => {
      const answer = await ask(`${path}?${query}`);
      const described = { status: answer.status, body: await answer.json() };
      expectDescribed(`GET ${path}`, described);
      return described.body;
    };
    const { uploads } = await answerOf('/admin/uploads', 'held=true&limit=1');
    expect(uploads).toHaveLength(1);
    const [{ objectKey, uploadId }] = uploads;
    const one = new URLSearchParams({ objectKey, uploadId });
    await answerOf('/admin/uploads/parts', String(one));
    await answerOf('/admin/uploads/parts', 'objectKey=');
    const { objects } = await answerOf('/admin/objects', 'details=true&download=true');
    expect(objects[0].download.url).toContain('X-Amz-Signature');
    const aborted = await fetch(`${stack.url}/admin/uploads/abort`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': 'root' },
      body: JSON.stringify({ uploads: [{ objectKey, uploadId }] }),
    });
    const answer = { status: aborted.status, body: await aborted.json() };
    expect(answer.body.uploads[0].freed.partCount).toBe(0);
    expectDescribed('POST /admin/uploads/abort', answer);
    const deleted = await fetch(`${stack.url}/admin/objects/delete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': 'root' },
      body: JSON.stringify({ objects: [{ objectKey: 'elsewhere/a' }, { objectKey: 'uploads/a' }] }),
    });
    const results = { status: deleted.status, body: await deleted.json() };
    expect(results.body.objects[1]).toEqual({ objectKey: 'uploads/a', deleted: true });
    expectDescribed('POST /admin/objects/delete', results);
    await answerOf('/admin/configuration', '');
  });

  test('an unknown caller', async () => {
    const answer = await stack.policy({});
    expect(answer.body.error.code).toBe('unauthorized');
    expectDescribed('GET /policy', answer);
  });

  test.each([
    ['an undescribed field', 'create', { files: [], acl: 'public-read' }, {}, 'invalid-request'],
    [
      'a page of another site',
      'abort',
      { uploads: [] },
      { origin: 'https://evil.example' },
      'forbidden',
    ],
    ['a forged token', 'listParts', { token: 'x' }, {}, 'token-invalid'],
  ] as const)('%s', async (_name, route, body, headers, code) => {
    const answer = await stack.call(route, body, headers);
    expect(answer.body.error.code).toBe(code);
    const paths = { listParts: '/uploads/parts', create: '/uploads', abort: '/uploads/abort' };
    expectDescribed(`POST ${paths[route]}`, answer);
  });
});
