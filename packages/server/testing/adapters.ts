import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import express from 'express';
import { createUploadHandler, type UploadHandlerOptions } from '../src/fetch.ts';
import { createUploadRouter, type UploadRouterOptions } from '../src/index.ts';

/** The adapters that run the same tests. */
export const ADAPTERS = ['Express', 'Fetch API'] as const;
export type Adapter = (typeof ADAPTERS)[number];

type Authorize = (request: {
  readonly headers: unknown;
}) => ReturnType<UploadRouterOptions['authorize']>;

/** Router options in the form that every adapter accepts. `authorize` reads only headers. */
export interface CommonOptions extends Omit<UploadRouterOptions, 'authorize' | 'authorizeAdmin'> {
  readonly authorize: Authorize;
  readonly authorizeAdmin?: Authorize | undefined;
  /** Only for the Fetch handler. Express knows the address itself. */
  readonly addressOf?: UploadHandlerOptions['addressOf'];
}

/** Serves the API under `/api` with one of the adapters, for an HTTP server of Node. */
export function listenerOf(adapter: Adapter, options: CommonOptions): RequestListener {
  if (adapter === 'Express') {
    const app = express();
    // As in apps/server. The app compares the path at which it mounts the router.
    app.enable('case sensitive routing');
    app.use('/api', createUploadRouter(options));
    return app;
  }
  const handle = createUploadHandler({ ...options, basePath: '/api' });
  return (incoming, response) => void bridge(handle, incoming, response);
}

/** A client may send the whole address as it does to a proxy, or `*`. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function addressOf({ url = '/', headers }: IncomingMessage): string {
  if (url.startsWith('/')) return `http://${headers.host}${url}`;
  return url === '*' ? `http://${headers.host}/*` : url;
}

/** Converts between Node and the Fetch API, as frameworks do. */
async function bridge(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const { method = 'GET' } = incoming;
  const hasBody = !['GET', 'HEAD', 'TRACE'].includes(method);
  const request = new Request(addressOf(incoming), {
    // A `Request` cannot have this method. Servers set it afterwards.
    method: method === 'TRACE' ? 'GET' : method,
    headers,
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
  });
  if (method === 'TRACE') Object.defineProperty(request, 'method', { value: method });
  const answer = await handle(request);
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  // Drains an unread body. Otherwise it would precede the connection's next request.
  if (!incoming.readableEnded) incoming.removeAllListeners('data').resume();
}
