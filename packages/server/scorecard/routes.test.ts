import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizeAdmin } from '../testing/admin-stack.ts';
import { startUploadStack, type UploadStack } from '../testing/upload-stack.ts';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const JSON_TYPE = 'application/json';
const CREATE = '{"files":[]}';
const post = (rest: Sent): Sent => ({
  method: 'POST',
  path: '/api/uploads',
  body: CREATE,
  ...rest,
});
const typed = (type: string, rest: Sent = {}) =>
  post({ headers: { 'content-type': type }, ...rest });

/** Spellings of a route that are not the route. */
const NOT_THE_ROUTE = [
  '/API/policy',
  '/api/Policy',
  '/api/POLICY',
  '/api/policy/',
  '/api/policy;x=1',
  '/api;x=1/policy',
  '/api/policy%20',
  '/api/%70olicy',
  '/api/p%6flicy',
  '/api/policy%3fa',
  '/api/policy%00',
  '/api/policy.json',
  '/api/policy/x',
  '/api/Admin/Uploads',
  '/API/Admin/Uploads',
  '/api/admin/uploads/',
  '/api/admin/%75ploads',
  '/api/admin/Configuration',
  '/api',
  '/api/',
  '/',
];

/** Targets that a proxy, a router and a URL parser read as different paths. */
const SEVERAL_PATHS = [
  '/api/policy//',
  '/api//policy',
  '//api/policy',
  '/api%2fpolicy',
  '/api/policy%2f',
  '/api/policy%2F',
  '/api/admin//uploads',
  '/api/admin%2fuploads',
  '/api/./policy',
  '/api/policy/.',
  '/api/x/../policy',
  '/x/../api/policy',
  '/api/policy/..',
  '/api/%2e/policy',
  '/api/x/%2E%2e/policy',
  '/api/x/.%2e/policy',
  '/api/policy%2ejson',
  '/api\\policy',
  '/api\\policy#',
  '\\api\\policy',
  '/\\api/policy',
  '/api%5cpolicy',
  '/api%5Cpolicy',
  '/api/x\\..\\policy',
  '/api/policy#',
  '/api/policy#/x',
  '/api/policy?a=1#b',
  '/api\\admin\\configuration#',
  '/x/..\\api/admin/configuration#',
  '/api/policy\u00a0',
  'http:/api/policy',
  'http:\\\\any.example\\api\\policy',
  'http://any.example/api/x/../policy',
  'http://any.example\\api/policy',
  'ftp://any.example/api/policy',
  'api/policy',
];

const TABLE: readonly (readonly [name: string, sent: Sent, status: number])[] = [
  ['the route', {}, 200],
  ['the route with a query', { path: '/api/policy?a=1&a=2' }, 200],
  ['the route with an empty query', { path: '/api/policy?' }, 200],
  ['the route of an admin', { path: '/api/admin/configuration' }, 200],
  ...NOT_THE_ROUTE.map((path): [string, Sent, number] => [path, { path }, 404]),
  ...SEVERAL_PATHS.map((path): [string, Sent, number] => [path, { path }, 400]),
  [
    'a preflight for several paths',
    { method: 'OPTIONS', path: '/api/policy#', headers: { origin: 'https://friend.example' } },
    400,
  ],
  ['a query with slashes and dots', { path: '/api/policy?a=/../b//c%2f' }, 200],
  ...['/api/Uploads', '/api/uploads/', '/api/uploads/Complete', '/api/uploads/complete/'].map(
    (path): [string, Sent, number] => [`POST ${path}`, typed(JSON_TYPE, { path }), 404],
  ),
  ['HEAD', { method: 'HEAD' }, 200],
  ['HEAD of another spelling', { method: 'HEAD', path: '/api/policy/' }, 404],
  ['HEAD of a route for POST', { method: 'HEAD', path: '/api/uploads' }, 404],
  ['OPTIONS', { method: 'OPTIONS' }, 404],
  ['OPTIONS of a route for POST', { method: 'OPTIONS', path: '/api/uploads' }, 404],
  ['PUT', { method: 'PUT' }, 404],
  ['DELETE', { method: 'DELETE' }, 404],
  ['PATCH', { method: 'PATCH', path: '/api/uploads' }, 404],
  ['GET of a route for POST', { path: '/api/uploads' }, 404],
  ['POST of a route for GET', typed(JSON_TYPE, { path: '/api/policy' }), 404],
  ['TRACE', { method: 'TRACE' }, 404],
  ['TRACE of a route for POST', { method: 'TRACE', path: '/api/uploads' }, 404],
  ['OPTIONS of the whole server', { method: 'OPTIONS', path: '*' }, 404],
  ['the whole address', { path: 'http://any.example/api/policy' }, 200],
  ['the whole address of another spelling', { path: 'http://any.example/api/policy/' }, 404],
  ['JSON', typed(JSON_TYPE), 400],
  ['JSON in upper case', typed('APPLICATION/JSON'), 400],
  ['JSON with a charset', typed('application/json; charset=utf-8'), 400],
  ['JSON with a quoted charset', typed('application/json;charset="UTF-8"'), 400],
  ['JSON in another charset', typed('application/json; charset=latin1'), 415],
  ['JSON in UTF-16', typed('application/json; charset=utf-16'), 415],
  ['a type of JSON', typed('application/vnd.api+json'), 415],
  ['text', typed('text/plain'), 415],
  ['a form', typed('application/x-www-form-urlencoded'), 415],
  ['two types', typed('application/json, text/plain'), 415],
  ['no type', post({}), 415],
  [
    'gzip',
    typed(JSON_TYPE, { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' } }),
    415,
  ],
  [
    'an unknown encoding',
    typed(JSON_TYPE, { headers: { 'content-type': JSON_TYPE, 'content-encoding': 'x' } }),
    415,
  ],
  ['an empty body', typed(JSON_TYPE, { body: '' }), 400],
  ['spaces', typed(JSON_TYPE, { body: '  ' }), 400],
  ['null', typed(JSON_TYPE, { body: 'null' }), 400],
  ['a number', typed(JSON_TYPE, { body: '1' }), 400],
  ['a byte order mark', typed(JSON_TYPE, { body: `\uFEFF${CREATE}` }), 400],
  [
    'bytes that are no UTF-8',
    typed(JSON_TYPE, { body: Buffer.from('{"files":["\xff"]}', 'latin1') }),
    400,
  ],
  ['text after the JSON', typed(JSON_TYPE, { body: `${CREATE}x` }), 400],
];

let stacks: readonly UploadStack[];
beforeAll(async () => {
  const allowedOrigins = ['https://friend.example'];
  const options = { authorizeAdmin, allowedOrigins, describeConfiguration: () => [] };
  stacks = await Promise.all(
    (['Express', 'Fetch API'] as const).map((adapter) => startUploadStack(options, adapter)),
  );
});
afterAll(() => Promise.all(stacks.map((stack) => stack.close())));

/** Sends the path as it is. `fetch` would normalize it. */
async function statusOf({ url }: UploadStack, sent: Sent): Promise<readonly [number, unknown]> {
  const { hostname, port } = new URL(url);
  const { method = 'GET', path = '/api/policy', headers, body } = sent;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const users = { 'x-user': 'alice', 'x-admin': 'yes', ...headers };
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { hostname, port, method, path, headers: { ...users, ...length } },
      resolve,
    );
    request.on('error', reject).end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const code = text.startsWith('{') ? JSON.parse(text).error?.code : undefined;
  return [response.statusCode ?? 0, code];
}

test('S35 the table has at least 60 requests', () => {
  expect(TABLE.length).toBeGreaterThanOrEqual(60);
});

test.each(TABLE)('S35 both adapters answer alike: %s', async (_name, sent, status) => {
  const [express, fetchApi] = await Promise.all(stacks.map((stack) => statusOf(stack, sent)));
  expect(express?.[0]).toBe(status);
  // Outside of /api, the Express app answers itself.
  if ((sent.path ?? '/api/').startsWith('/api/')) expect(fetchApi).toEqual(express);
  else expect(fetchApi?.[0]).toBe(express?.[0]);
});
