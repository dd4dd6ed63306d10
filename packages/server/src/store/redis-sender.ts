import { UploadError } from '@slipway/protocol';
import type { RedisClient } from './redis-client.ts';
import { SharedFailure } from './shared-failure.ts';

/** Sends commands, and rejects with `storage-unavailable` while Redis does not answer. */
export interface Sender {
  /**
   * Sends a command. While Redis is silent, it is rejected at once and not sent. So a request that needs several commands
   * waits for one timeout.
   */
  send(...command: string[]): Promise<unknown>;
  /**
   * Sends a command even while Redis is silent, but does not wait for the answer then. A stalled Redis carries it out
   * later. For commands that give something back, which would stay taken otherwise.
   */
  sendAlways(...command: string[]): Promise<unknown>;
}

/** Makes the sender of one client. `timeoutMs` milliseconds without an answer mean that Redis is silent. */
export function createSender(client: RedisClient, timeoutMs: number): Sender {
  /** Why commands fail while Redis is silent. All of them share it, so that one outage is reported once. */
  let silence: SharedFailure | undefined;
  let answers = 0;
  const noteAnswer = () => {
    silence = undefined;
    answers += 1;
  };

  async function request(command: readonly string[]): Promise<unknown> {
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const answersBefore = answers;
    const answer = client.sendCommand(command, { abortSignal });
    // Also a late answer shows that Redis is back.
    answer.then(noteAnswer, () => {});
    try {
      return await orAborted(answer, abortSignal);
    } catch (cause) {
      if (!abortSignal.aborted) {
        noteAnswer();
        throw unavailable(cause);
      }
      // Redis answers in order. If it has answered meanwhile, only the line of commands is long.
      if (answers > answersBefore && !silence) throw unavailable(cause);
      throw unavailable(noteSilence());
    }
  }

  function noteSilence(): SharedFailure {
    if (silence) return silence;
    silence = new SharedFailure(`Redis has not answered for ${timeoutMs} ms.`);
    void askUntilAnswered();
    return silence;
  }

  /** A client that has lost its connection drops commands at the timeout, so none would be answered late. */
  async function askUntilAnswered(): Promise<void> {
    await request(['PING']).catch(() => {});
    if (silence) void askUntilAnswered();
  }

  return {
    async send(...command) {
      if (silence) throw unavailable(silence);
      return request(command);
    },
    async sendAlways(...command) {
      const answer = request(command);
      if (!silence) return answer;
      answer.catch(() => {});
      throw unavailable(silence);
    },
  };
}

/**
 * Rejects at the timeout: a disconnected client queues commands until it reconnects, which can take too long. If this process
 * was busy, the timeout is late and the answer has arrived already. So it reads what has arrived first.
 */
function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () =>
      void setImmediate(() => reject(new Error('Redis did not answer in time.')));
    signal.addEventListener('abort', onAbort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function unavailable(cause: unknown): UploadError {
  return new UploadError('storage-unavailable', {
    message: 'The server is not ready for uploads right now. Try again in a moment.',
    retryAfterMs: 1_000,
    cause,
  });
}
