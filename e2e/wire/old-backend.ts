import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Exchange, type Json, partNumberOf, type Recording } from './exchange.ts';
import { type LoopbackServer, listen } from './loopback.ts';

/** A part as presigned requests are answered. */
type PresignedPart = { readonly partNumber: number };

/** A request that a page sent to it. */
export interface Asked {
  readonly path: string;
  readonly json: Json;
}

/**
 * The backend and the store of a recording. It answers as they did. All other paths are of today's backend, which has the
 * pages.
 */
export class OldBackend {
  /** Requests to the API, in order. */
  readonly asked: Asked[] = [];
  /** Bodies that the store took, by part number. */
  readonly parts = new Map<number, Buffer>();
  /** The store takes no part from this number on, and does not answer. */
  holdsFrom = Number.POSITIVE_INFINITY;
  readonly #recording: Recording;
  readonly #today: string;
  #server: LoopbackServer | undefined;

  private constructor(recording: Recording, today: string) {
    this.#recording = recording;
    this.#today = today;
  }

  /** @param today origin of today's backend */
  static async start(recording: Recording, today: string): Promise<OldBackend> {
    const backend = new OldBackend(recording, today);
    backend.#server = await listen((incoming, response) => backend.#answer(incoming, response));
    return backend;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = incoming;
    const { pathname: path } = new URL(url, this.url);
    const partNumber = partNumberOf(url);
    if (path.startsWith('/api/')) return this.#answerApi(path, incoming, response);
    if (!this.#exchanges('storage').some(({ target }) => target.split('?')[0] === path)) {
      return this.#pass(incoming, response);
    }
    const body = await buffer(incoming);
    if (partNumber >= this.holdsFrom) return;
    this.parts.set(partNumber, body);
    const { answer } = this.#stored(partNumber);
    response.writeHead(answer.status, answer.headers).end();
  }

  async #answerApi(
    path: string,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await buffer(incoming);
    const json = body.length > 0 ? (JSON.parse(String(body)) as Json) : null;
    this.asked.push({ path, json });
    const recorded = this.#exchanges('backend').find(({ target }) => target === path);
    if (!recorded) throw new Error(`The recording has no ${path}.`);
    const answer = path.endsWith('/presign') ? this.#presign(json) : recorded.answer.json;
    response.writeHead(recorded.answer.status, recorded.answer.headers);
    response.end(this.#renew(answer ?? null));
  }

  /** A page can ask for the parts in other batches than the page of the recording did. */
  #presign(json: Json): Json {
    const { uploads } = json as { uploads: readonly { parts: readonly PresignedPart[] }[] };
    const known = this.#exchanges('backend').flatMap(({ answer }) => partsOf(answer.json));
    return {
      uploads: uploads.map(({ parts }) => ({
        parts: parts.map(({ partNumber }) => {
          const part = known.find((other) => other.partNumber === partNumber);
          if (!part) throw new Error(`The recording has no URL for part ${partNumber}.`);
          return part;
        }),
      })),
    } as unknown as Json;
  }

  #stored(partNumber: number): Exchange {
    const stored = this.#exchanges('storage').find(
      ({ target }) => partNumberOf(target) === partNumber,
    );
    if (!stored) throw new Error(`The recording stored no part ${partNumber}.`);
    return stored;
  }

  #exchanges(to: Exchange['to']): readonly Exchange[] {
    return this.#recording.exchanges.filter((exchange) => exchange.to === to);
  }

  #renew(json: Json): string {
    const { backend, storage } = this.#recording.origins;
    return JSON.stringify(json).replaceAll(backend, this.url).replaceAll(storage, this.url);
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { hostname, port } = new URL(this.#today);
    const { method, url, headers } = incoming;
    const outgoing = request({ hostname, port, method, path: url, headers });
    const answered = once(outgoing, 'response');
    outgoing.end();
    const [answer] = (await answered) as [IncomingMessage];
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  }
}

function partsOf(json: Json | undefined): readonly PresignedPart[] {
  const { uploads = [] } = (json ?? {}) as {
    uploads?: readonly { parts?: readonly PresignedPart[] }[];
  };
  return uploads.flatMap(({ parts = [] }) => parts);
}
