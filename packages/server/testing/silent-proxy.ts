import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** A request that reached the proxy. */
export type ProxiedRequest = Pick<IncomingMessage, 'method' | 'url'>;

export type SilentProxy = Awaited<ReturnType<typeof startSilentProxy>>;

/** Recognizes S3 operations by their requests. */
export const isOperation = {
  CreateMultipartUpload: ({ method, url = '' }: ProxiedRequest) =>
    method === 'POST' && /[?&]uploads\b/.test(url),
  ListParts: ({ method, url = '' }: ProxiedRequest) =>
    method === 'GET' && /[?&]uploadId=/.test(url),
  CompleteMultipartUpload: ({ method, url = '' }: ProxiedRequest) =>
    method === 'POST' && /[?&]uploadId=/.test(url),
  HeadObject: ({ method }: ProxiedRequest) => method === 'HEAD',
  CreateSession: ({ url = '' }: ProxiedRequest) => /[?&]session\b/.test(url),
  GetObject: ({ method, url = '' }: ProxiedRequest) =>
    method === 'GET' && /x-id=GetObject/.test(url),
} as const;

const never = (_request: ProxiedRequest): boolean => false;

/**
 * A proxy to `target` that leaves some requests without a response. It accepts them, keeps the connection open and
 * stays silent, like an overloaded or full store.
 */
export async function startSilentProxy(target: string) {
  let isSilent = never;
  let isCutShort = never;
  const held: (() => void)[] = [];
  let ignored = 0;

  const server = createServer((incoming, response) => {
    const pass = () => {
      if (response.destroyed) return; // The client has disconnected.
      const { method, headers, url = '/' } = incoming;
      const outgoing = forward(new URL(url, target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        if (isCutShort(incoming)) {
          // The head arrives, the body does not.
          response.flushHeaders();
          answer.resume();
        } else pipeline(answer, response, () => {});
      });
      outgoing.on('error', () => response.destroy());
      pipeline(incoming, outgoing, () => {});
    };
    if (!isSilent(incoming)) return pass();
    ignored += 1;
    held.push(pass);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    /** Number of requests without a response so far. */
    get ignored() {
      return ignored;
    },
    /** Stops responding to these requests from now on. */
    silence(requests: (request: ProxiedRequest) => boolean) {
      isSilent = requests;
    },
    /** Answers these requests with a head whose body never comes. */
    cutShort(requests: (request: ProxiedRequest) => boolean) {
      isCutShort = requests;
    },
    /** Responds to everything again, including the held requests. */
    speak() {
      isSilent = isCutShort = never;
      for (const pass of held.splice(0)) pass();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
