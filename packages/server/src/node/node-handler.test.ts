import { once } from 'node:events';
import { createServer, type RequestListener, type RequestOptions, request } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2';
import { createServer as createHttps, get as getHttps } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { closeUnreadResponses } from './close-unread-responses.ts';
import { incomingOf } from './incoming-request.ts';
import { type FetchHandler, type NodeHandlerOptions, toNodeHandler } from './node-handler.ts';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(handle: FetchHandler, options: NodeHandlerOptions = {}) {
  return listen(toNodeHandler(handle, options));
}

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${await portOf(server)}`;
}

/** Sends a request line and headers as they are. Resolves with the response. */
async function sendRaw(url: string, head: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

const showUrl: FetchHandler = ({ url }) => new Response(url);

test('the URL has the host and port that the client called', async () => {
  const url = await serve(showUrl);
  expect(await (await fetch(`${url}/a/b?c=d%20e`)).text()).toBe(`${url}/a/b?c=d%20e`);
});

test('the URL has the origin that the owner sets, or computes from the request', async () => {
  const fixed = await serve(showUrl, { origin: 'https://app.example' });
  expect(await (await fetch(`${fixed}/a`)).text()).toBe('https://app.example/a');
  const computed = await serve(showUrl, {
    origin: ({ headers }) => `${headers['x-forwarded-proto']}://${headers.host}`,
  });
  const response = await fetch(`${computed}/a`, { headers: { 'x-forwarded-proto': 'https' } });
  expect(await response.text()).toBe(`${computed.replace('http:', 'https:')}/a`);
});

test('the URL of an encrypted connection is https', async () => {
  const key = { psk: Buffer.alloc(32, 1), identity: 'test' };
  const secret = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
  const server = createHttps({ ...secret, pskCallback: () => key.psk }, toNodeHandler(showUrl));
  const port = await portOf(server);
  const client = getHttps({
    ...secret,
    port,
    host: '127.0.0.1',
    agent: false,
    pskCallback: () => key,
    checkServerIdentity: () => undefined,
  } as RequestOptions);
  const [response] = await once(client, 'response');
  expect(await text(response)).toBe(`https://127.0.0.1:${port}/`);
});

test.each([
  ['GET //evil.example/a HTTP/1.1\r\nHost: app.example', 'HTTP/1.1 400 '],
  ['GET http://evil.example/a?b HTTP/1.1\r\nHost: app.example', 'http://app.example/a?b'],
  ['GET /a HTTP/1.1\r\nHost: app.example:80', 'http://app.example/a'],
  ['OPTIONS * HTTP/1.1\r\nHost: app.example', 'http://app.example/*'],
])('the target cannot change the host: %j', async (head, expected) => {
  expect(await sendRaw(await serve(showUrl), head)).toContain(expected);
});

test.each([
  'GET / HTTP/1.0',
  'GET / HTTP/1.1\r\nHost: app.example/path?',
  'GET / HTTP/1.1\r\nHost: user@app.example',
  'GET / HTTP/1.1\r\nHost: a b',
])('a malformed host or target gets 400: %j', async (head) => {
  const handle = vi.fn(showUrl);
  expect(await sendRaw(await serve(handle), head)).toContain('HTTP/1.1 400 ');
  expect(handle).not.toHaveBeenCalled();
});

test('bodies are streamed in both directions', async () => {
  const url = await serve(({ body }) => new Response(body));
  const outgoing = request(url, { method: 'POST' });
  outgoing.write('first');
  const [response] = await once(outgoing, 'response');
  response.setEncoding('utf8');
  expect((await once(response, 'data'))[0]).toBe('first');
  outgoing.end('second');
  expect(await text(response)).toBe('second');
});

test('a large body arrives whole', async () => {
  const url = await serve(async (incoming) => {
    const bytes = new Uint8Array(await incoming.arrayBuffer());
    return new Response(bytes);
  });
  const body = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
  const response = await fetch(url, { method: 'POST', body });
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
});

test('a client that disconnects aborts the signal and cancels the body of the response', async () => {
  const events: string[] = [];
  const leaving = new AbortController();
  const ended = new AbortController();
  const url = await serve(({ signal }) => {
    signal.addEventListener('abort', () => events.push('aborted'));
    return new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        cancel() {
          events.push('canceled');
          ended.abort();
        },
      }),
    );
  });
  await fetch(url, { signal: leaving.signal });
  const end = once(ended.signal, 'abort');
  leaving.abort();
  await end;
  expect(events.sort()).toEqual(['aborted', 'canceled']);
});

test('a client that disconnects ends the reading of its body', async () => {
  const failed = new AbortController();
  const url = await serve(async (incoming) => {
    await incoming.text().catch((error: unknown) => failed.abort(error));
    return new Response();
  });
  const failure = once(failed.signal, 'abort');
  const outgoing = request(url, { method: 'POST' }).on('error', () => {});
  outgoing.write('half', () => outgoing.destroy());
  await failure;
  expect(failed.signal.reason).toBeInstanceOf(Error);
});

test('the signal of a whole response does not abort', async () => {
  const signals: AbortSignal[] = [];
  const url = await serve(({ signal }) => {
    signals.push(signal);
    return new Response('whole');
  });
  await (await fetch(url)).text();
  await (await fetch(url)).text();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});

test('a response whose body fails halfway is incomplete for the client', async () => {
  const onError = vi.fn();
  const failure = new Error('the disk failed');
  const fail = new AbortController();
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(new Uint8Array(10));
      await once(fail.signal, 'abort');
      controller.error(failure);
    },
  });
  const url = await serve(() => new Response(body), { onError });
  const response = await fetch(url);
  expect(response.status).toBe(200);
  fail.abort();
  await expect(response.text()).rejects.toThrow();
  expect(onError.mock.calls).toEqual([[failure]]);
});

test('a handler that rejects gets 500, and the owner gets the error', async () => {
  const onError = vi.fn();
  const failure = new Error('no database');
  const url = await serve(() => Promise.reject(failure), { onError });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([500, '']);
  expect(onError.mock.calls).toEqual([[failure]]);
});

test('status, headers and each cookie reach the client', async () => {
  const url = await serve(() => {
    const headers = new Headers({ 'x-one': 'a, b' });
    headers.append('set-cookie', 'a=1');
    headers.append('set-cookie', 'b=2');
    return new Response(null, { status: 204, headers });
  });
  const response = await fetch(url);
  expect(response.status).toBe(204);
  expect(response.headers.get('x-one')).toBe('a, b');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('HEAD gets no body, and its body is canceled', async () => {
  const cancel = vi.fn();
  const url = await serve(() => new Response(new ReadableStream({ cancel })));
  const response = await fetch(url, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(cancel).toHaveBeenCalledOnce();
});

test('a 408 closes the connection', async () => {
  const url = await serve(() => new Response(null, { status: 408 }));
  expect((await fetch(url)).headers.get('connection')).toBe('close');
});

test('the client’s address is known', async () => {
  const url = await serve(
    (incoming) => new Response(incomingOf(incoming)?.socket.remoteAddress ?? 'unknown'),
  );
  expect(await (await fetch(url)).text()).toBe('127.0.0.1');
});

test('an Express app can mount the handler below a path, even after a JSON parser', async () => {
  const app = express();
  app.use(express.json());
  app.use(
    '/api',
    toNodeHandler(async (incoming) => {
      return Response.json({ url: incoming.url, body: await incoming.json() });
    }),
  );
  const url = await listen(app);
  const response = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  expect(await response.json()).toEqual({ url: `${url}/api/uploads`, body: { a: 1 } });
});

test('the handler sees methods that pages may not send', async () => {
  const url = await serve(({ method }) => new Response(method));
  const [response] = await once(request(url, { method: 'TRACE' }).end(), 'response');
  expect(await text(response)).toBe('TRACE');
});

test('HTTP/2 works too', async () => {
  const listener = toNodeHandler(async (incoming) => {
    return new Response(`${incoming.method} ${incoming.url} ${await incoming.text()}`);
  });
  const server = createHttp2(listener as unknown as Parameters<typeof createHttp2>[1]);
  const port = await portOf(server);
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  onTestFinished(() => session.destroy());
  const stream = session.request({ ':method': 'POST', ':path': '/a' });
  stream.end('hello');
  expect(await text(stream)).toBe(`POST http://127.0.0.1:${port}/a hello`);
});

const unreadHandlers: readonly (readonly [string, RequestListener])[] = [
  ['toNodeHandler', toNodeHandler(() => new Response('a'.repeat(100_000)))],
  [
    'closeUnreadResponses',
    express()
      .use(closeUnreadResponses)
      .use((_request, response) => void response.send('a'.repeat(100_000))),
  ],
];

test.concurrent.each(unreadHandlers)(
  'S34 %s closes a connection whose client reads no response',
  async (_name, listener) => {
    const server = createServer(listener);
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    client.on('error', () => {});
    client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(300));
    await vi.waitUntil(() => (sockets[0]?.writableLength ?? 0) > 0, 30_000);
    await once(sockets[0] as Socket, 'close');
    client.destroy();
    server.closeAllConnections();
    server.close();
  },
  90_000,
);

test('after a response that was read, a connection has the timeout of the server again', async () => {
  const server = createServer(toNodeHandler(() => new Response('a'.repeat(100_000))));
  server.keepAliveTimeout = 65_000;
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  const url = `http://127.0.0.1:${await portOf(server)}`;
  await (await fetch(url)).text();
  // Node adds a second to the idle time that it announces.
  await vi.waitFor(() => expect(sockets[0]?.timeout).toBeGreaterThanOrEqual(65_000));
  server.closeAllConnections();
});

test('a response that has nothing to send for a while stays open', async () => {
  const server = createServer(
    toNodeHandler(() => new Response(new ReadableStream({ start: (it) => it.enqueue(BYTE) }))),
  );
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  const url = `http://127.0.0.1:${await portOf(server)}`;
  const response = await fetch(url);
  const [socket] = sockets;
  socket?.emit('timeout');
  expect([socket?.destroyed, socket?.timeout]).toEqual([false, 30_000]);
  await response.body?.cancel();
  server.closeAllConnections();
});

const BYTE = new Uint8Array(1);
