import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Error } from '../s3-error.ts';

/** The bytes of a request as they come off the wire, read once, counted, with an idle limit. */
export class RequestBody {
  readonly #incoming: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #idleTimeoutMs: number;
  #continueSent = false;
  #receivedBytes = 0;

  constructor(incoming: IncomingMessage, response: ServerResponse, idleTimeoutMs: number) {
    this.#incoming = incoming;
    this.#response = response;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Body bytes that reached this server so far. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** The declared Content-Length in bytes; undefined with chunked transfer coding or when not given. */
  get contentLength(): number | undefined {
    const text = this.#incoming.headers['content-length'];
    return text === undefined ? undefined : Number(text);
  }

  /**
   * Reads the body with backpressure.
   *
   * @throws S3Error `RequestTimeout` when no byte came for the idle limit; `IncompleteBody` when
   * the client went away.
   */
  async *read(): AsyncGenerator<Buffer> {
    const incoming = this.#incoming;
    if (this.awaitsContinue) {
      this.#continueSent = true;
      this.#response.writeContinue();
    }
    while (true) {
      const chunk: Buffer | null = incoming.destroyed ? null : incoming.read();
      if (chunk !== null) {
        this.#receivedBytes += chunk.length;
        yield chunk;
        continue;
      }
      if (incoming.readableEnded) {
        if (incoming.complete) return;
        throw new S3Error('IncompleteBody');
      }
      // Once the answer is out, Node no longer ends a request whose connection breaks.
      const cutOff = incoming.socket.destroyed && !incoming.complete;
      if (incoming.destroyed || cutOff) throw new S3Error('IncompleteBody');
      await this.#nextEvent();
    }
  }

  /** The client sent `Expect: 100-continue` and holds its body back. */
  get awaitsContinue(): boolean {
    return !this.#continueSent && /^100-continue$/i.test(this.#incoming.headers.expect ?? '');
  }

  /**
   * Reads and forgets what the operation left unread, so that the client gets to see the answer. To
   * be called before the answer is sent: Node itself would discard the rest without counting it.
   */
  async drain(): Promise<void> {
    if (this.awaitsContinue) return;
    try {
      for await (const _ of this.read());
    } catch {
      // Nobody waits for these bytes.
      this.#incoming.destroy();
    }
  }

  /** Aborted when the connection is gone before the answer is out. Seen only once the body was read. */
  clientGone(): AbortSignal {
    const controller = new AbortController();
    const onClose = () => {
      if (!this.#response.writableFinished) controller.abort();
    };
    if (this.#response.destroyed) onClose();
    else this.#response.once('close', onClose);
    return controller.signal;
  }

  #nextEvent(): Promise<void> {
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        incoming.off('readable', onEvent).off('end', onEvent).off('close', onEvent);
        incoming.off('error', onEvent).socket.off('close', onEvent);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onEvent = () => settle();
      const timer = setTimeout(() => settle(new S3Error('RequestTimeout')), this.#idleTimeoutMs);
      incoming.on('readable', onEvent).on('end', onEvent).on('close', onEvent);
      incoming.on('error', onEvent).socket.on('close', onEvent);
    });
  }
}
