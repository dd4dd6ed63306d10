import type { OutboxEntry } from './outbox-entry.ts';
import type { WebhookSecret } from './webhook-secret.ts';

/** Where webhooks go. */
export interface Receiver {
  /** Without credentials. */
  readonly url: string;
  /** From the credentials in the URL. */
  readonly authorization: string | undefined;
}

/** The result of one attempt. Without a status, no response came. */
export type Attempt =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'failed'; readonly status?: number; readonly reason: string }
  /** The sender is stopping, so the attempt does not count. */
  | { readonly kind: 'stopped' };

/** What an attempt needs. */
export interface AttemptOptions {
  readonly receiver: Receiver;
  readonly secrets: readonly WebhookSecret[];
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Ends a running attempt. */
  readonly signal: AbortSignal;
}

/**
 * Parses the address of the receiver.
 *
 * @throws TypeError that does not quote it, because the address can be a secret
 */
export function parseReceiver(text: string): Receiver {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new TypeError('webhooks: url must be an http: or https: URL.');
  }
  const user = [url.username, url.password].map(decode).join(':');
  const authorization = user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`;
  url.username = '';
  url.password = '';
  return { url: url.href, authorization };
}

/** @throws TypeError that does not quote it */
function decode(credential: string): string {
  try {
    return decodeURIComponent(credential);
  } catch {
    throw new TypeError('webhooks: write a % in the name or password of url as %25.');
  }
}

/** Sends a webhook once. Only a status from 200 to 299 counts. It never rejects. */
export async function attempt(options: AttemptOptions, entry: OutboxEntry): Promise<Attempt> {
  const { receiver, timeoutMs, signal } = options;
  const tooLate = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(receiver.url, {
      method: 'POST',
      headers: headersOf(options, entry),
      body: entry.body,
      // A redirect could lead anywhere, also to an address that only this server can reach.
      redirect: 'manual',
      signal: AbortSignal.any([tooLate, signal]),
    });
    // Whatever the receiver sends, it is not read.
    await response.body?.cancel().catch(() => {});
    const { ok, status } = response;
    if (ok) return { kind: 'delivered', status };
    return { kind: 'failed', status, reason: `The receiver answered ${status}.` };
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    const reason = tooLate.aborted
      ? `The receiver did not answer within ${timeoutMs / 1_000} seconds.`
      : `The receiver cannot be reached: ${causeOf(error)}.`;
    return { kind: 'failed', reason };
  }
}

function headersOf(
  { receiver, secrets, now }: AttemptOptions,
  { id, body }: OutboxEntry,
): Record<string, string> {
  const timestamp = String(Math.floor(now() / 1_000));
  const signatures = secrets.map((secret) => secret.sign(`${id}.${timestamp}.${body}`));
  return {
    'content-type': 'application/json',
    'user-agent': 'Slipway',
    ...(receiver.authorization !== undefined && { authorization: receiver.authorization }),
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** Such as `ECONNREFUSED`. The message of `fetch` says only that it failed. */
function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : 'the connection failed';
}
