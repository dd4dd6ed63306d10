import type { IncomingMessage, ServerResponse } from 'node:http';
import { S3Error } from '../s3-error.ts';

/** The bytes of a request from the wire. They can be read once. Counts them and limits idle time. */
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

  /** The declared Content-Length in bytes. Undefined if there is none, as with chunked transfer coding. */
  get contentLength(): number | undefined {
    const text = this.#incoming.headers['content-length'];
    return text === undefined ? undefined : Number(text);
  }

  /**
   * Reads the body with backpressure.
   *
   * @throws S3Error `RequestTimeout` if no byte arrived within the idle limit; `IncompleteBody` if the client
   * disconnected.
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
      // After the response is sent, Node no longer ends a request whose connection breaks.
      const cutOff = incoming.socket.destroyed && !incoming.complete;
      if (incoming.destroyed || cutOff) throw new S3Error('IncompleteBody');
      await this.#nextEvent();
    }
  }

  /** Whether the client sent `Expect: 100-continue` and still waits with its body. */
  get awaitsContinue(): boolean {
    return !this.#continueSent && /^100-continue$/i.test(this.#incoming.headers.expect ?? '');
  }

  /**
   * Discards what the operation did not read, so that the client sees the response. Call it before the response is
   * sent: otherwise Node discards the rest without counting it.
   */
  async drain(): Promise<void> {
    if (this.awaitsContinue) return;
    try {
      for await (const _ of this.read());
    } catch {
      // The operation does not need these bytes.
      this.#incoming.destroy();
    }
  }

  /** Aborts if the connection closes before the response is out. It notices only after the body was read. */
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
