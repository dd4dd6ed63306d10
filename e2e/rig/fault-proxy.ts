import { once } from 'node:events';
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultRule, FaultRules, type ProxiedRequest } from './fault-rule.ts';
import { corrupted, readUntil } from './proxied-body.ts';
import { s3Operation } from './s3-operation.ts';

/** One request that reached a proxy. */
export interface SeenRequest extends ProxiedRequest {
  /** Bytes of the body that the proxy received from the client, with or without a fault. */
  bytes: number;
  /** Parts in flight when it arrived, including itself. */
  readonly partsAtOnce: number;
  /** The status of the response to the client. */
  status: number | undefined;
  /** The fault, if a rule hit the request. */
  readonly fault: FaultRule['action']['kind'] | undefined;
}

/** Options of a proxy. */
export interface FaultProxyOptions {
  /** Origins of the servers behind it. It uses them in turn. */
  readonly targets: readonly string[];
  /** The source of random numbers, from 0 to 1. */
  readonly random: () => number;
}

/**
 * An HTTP proxy on loopback. Its rules cause faults in single requests. It can also act like a bad network for all
 * requests. It closes every connection after the response, because browsers silently repeat a request whose reused
 * connection was reset, and then the page would never see the fault.
 */
export class FaultProxy {
  /** The bandwidth of all request bodies together, in bytes per second. */
  bytesPerSecond = Number.POSITIVE_INFINITY;
  targets: readonly string[];
  readonly rules: FaultRules;
  readonly #seen: SeenRequest[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ requestTimeout: 0 });
  #connections = 0;
  #port = 0;
  #underWay = 0;
  #partsUnderWay = 0;
  #turn = 0;
  #freeAt = 0;

  private constructor({ targets, random }: FaultProxyOptions) {
    this.targets = targets;
    this.rules = new FaultRules(random);
    this.#server.on('connection', (socket) => {
      this.#connections++;
      this.#sockets.add(socket);
      socket.on('error', () => {}); // This proxy breaks connections on purpose.
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('request', (incoming, response) => void this.#handle(incoming, response));
  }

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await proxy.restore();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** All requests so far, in the order of arrival. */
  get requests(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Connections so far, including those without a request. */
  get connections(): number {
    return this.#connections;
  }

  /** The server that gets the next request. */
  get nextTarget(): string | undefined {
    return this.targets[this.#turn % this.targets.length];
  }

  /** Requests in flight: without a response and with a live connection. */
  get requestsUnderWay(): number {
    return this.#underWay;
  }

  /** Resets all connections. New ones work normally. */
  resetConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Takes the host off the network: resets all connections and refuses new ones. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.resetConnections();
    await closed;
  }

  /** Puts the host back at the same address. */
  async restore(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await this.cut();
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = incoming;
    const { pathname: path, searchParams: query } = new URL(url, this.url);
    const partNumber = Number(query.get('partNumber')) || undefined;
    const { headers } = incoming;
    const described = { method, path, operation: s3Operation(method, query), partNumber, headers };
    const isPart = described.operation === 'UploadPart';
    const rule = this.rules.take(described);
    const end = this.#begin(isPart);
    const partsAtOnce = this.#partsUnderWay;
    const fault = rule?.action.kind;
    const seen: SeenRequest = { ...described, bytes: 0, partsAtOnce, status: undefined, fault };
    this.#seen.push(seen);
    response.once('close', end);
    // A socket emits no event for its close while the proxy does not read it.
    if (fault === 'stall') end();
    try {
      await this.#serve(incoming, response, seen, rule);
    } catch {
      incoming.socket.destroy(); // One side disconnected, so the other must notice.
    }
  }

  #begin(isPart: boolean): () => void {
    let hasEnded = false;
    this.#underWay += 1;
    if (isPart) this.#partsUnderWay += 1;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      this.#underWay -= 1;
      if (isPart) this.#partsUnderWay -= 1;
    };
  }

  async #serve(
    incoming: IncomingMessage,
    response: ServerResponse,
    seen: SeenRequest,
    rule: FaultRule | undefined,
  ): Promise<void> {
    const { action, afterBytes = 0 } = rule ?? {};
    const body = this.#read(incoming, seen);
    if (action?.kind === 'reset' && action.when !== 'answer') {
      await readUntil(body, () => seen.bytes >= afterBytes);
      incoming.socket.resetAndDestroy();
      return;
    }
    if (action?.kind === 'stall') {
      await readUntil(body, () => seen.bytes >= afterBytes);
      await once(response, 'close');
      return;
    }
    if (action?.kind === 'answer') {
      await readUntil(body, () => false);
      seen.status = action.status;
      response.writeHead(action.status, answerHeaders(incoming, action));
      response.end(action.body ?? (action.code && `<Error><Code>${action.code}</Code></Error>`));
      return;
    }
    if (action?.kind === 'delay') await sleep(action.delayMs);
    const sent = action?.kind === 'corrupt-byte' ? corrupted(body, afterBytes) : body;
    const answer = await this.#forward(incoming, response, sent);
    if (!answer) {
      seen.status = 502; // Like a load balancer without a healthy server.
      response.writeHead(502, { connection: 'close' }).end();
    } else if (action?.kind === 'reset') {
      answer.resume();
      incoming.socket.resetAndDestroy();
    } else if (action?.kind === 'swallow-response') {
      answer.resume();
      await once(response, 'close');
    } else {
      seen.status = answer.statusCode;
      const plain = withoutConnection(answer.rawHeaders);
      const headers = action?.kind === 'spell-etag' ? withEtag(plain, action.as) : plain;
      response.writeHead(answer.statusCode ?? 502, [...headers, 'connection', 'close']);
      await pipeline(answer, response);
    }
  }

  /** Reads the body at the speed of the network. */
  async *#read(incoming: IncomingMessage, seen: SeenRequest): AsyncGenerator<Buffer> {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      seen.bytes += chunk.length;
      if (this.bytesPerSecond < Number.POSITIVE_INFINITY) {
        const now = performance.now();
        this.#freeAt = Math.max(this.#freeAt, now) + (chunk.length * 1_000) / this.bytesPerSecond;
        await sleep(this.#freeAt - now);
      }
      yield chunk;
    }
  }

  /** Returns `undefined` when no server accepts the request. The `Host` header stays, because it is signed. */
  async #forward(
    incoming: IncomingMessage,
    response: ServerResponse,
    body: AsyncIterable<Buffer>,
  ): Promise<IncomingMessage | undefined> {
    const target = this.nextTarget;
    this.#turn += 1;
    const { method, url: path, rawHeaders } = incoming;
    const headers = withoutConnection(rawHeaders);
    const { hostname, port } = new URL(target ?? '');
    const outgoing = forward({ hostname, port, method, path, headers, agent: false });
    const answered = once(outgoing, 'response');
    response.once('close', () => outgoing.destroy());
    const sent = pipeline(Readable.from(body, { objectMode: false }), outgoing);
    sent.catch(() => {}); // A response may arrive before the whole body is sent.
    try {
      const [answer] = await answered;
      return answer as IncomingMessage;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined;
      throw error;
    }
  }
}

function answerHeaders(
  { headers: { origin } }: IncomingMessage,
  { headers, cors = true }: Extract<FaultRule['action'], { kind: 'answer' }>,
): Record<string, string> {
  const readable = cors && origin !== undefined;
  return {
    connection: 'close',
    'content-type': 'application/xml',
    ...(readable && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag, Retry-After',
    }),
    ...headers,
  };
}

function withEtag(rawHeaders: readonly string[], spell: (etag: string) => string): string[] {
  return rawHeaders.map((text, i) =>
    i % 2 === 1 && /^etag$/i.test(rawHeaders[i - 1] ?? '') ? spell(text) : text,
  );
}

function withoutConnection(rawHeaders: readonly string[]): string[] {
  // Names and values alternate.
  return rawHeaders.filter(
    (_, i) => !/^(connection|keep-alive)$/i.test(rawHeaders[i - (i % 2)] ?? ''),
  );
}
