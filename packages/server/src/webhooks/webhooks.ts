import { type Clock, delay, SYSTEM_CLOCK } from '../clock.ts';
import type { SharedStore } from '../store/shared-store.ts';
import { type DeliverOptions, deliverDue, dropOldLetters } from './deliver.ts';
import { createOutbox, type WebhookOutbox } from './outbox.ts';
import { DEFAULT_RETRY_SECONDS } from './retry-delays.ts';
import type { WebhookReport } from './webhook-report.ts';
import { parseReceiver } from './webhook-request.ts';
import { parseSecret } from './webhook-secret.ts';

/** Options of {@link createWebhooks}. */
export interface WebhookOptions {
  /**
   * Where webhooks are sent by POST: `http:` or `https:`. Credentials in it are sent as `Authorization: Basic`. Redirects are
   * not followed. Any address is allowed, also a private one.
   */
  readonly url: string;
  /**
   * Secrets of Standard Webhooks: `whsec_` and then 24 to 64 random bytes in base64. Each webhook is signed with all of
   * them. To rotate, add the new secret, give it to the receiver, and then drop the old one.
   */
  readonly secrets: readonly string[];
  /** The router's store. It keeps the webhooks until they are delivered. In Redis, they survive restarts. */
  readonly store: SharedStore;
  /** Names the outbox in the store. Different webhooks on one store need different names. @defaultValue `uploads` */
  readonly name?: string | undefined;
  /** How long the receiver may take to answer, in seconds: 1 to 60. @defaultValue 15 */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Seconds to wait after each failed attempt, each with a random fifth more or less. After the last attempt, a webhook is
   * given up, and admins can send it again for 30 days.
   *
   * @defaultValue 12 delays from 5 seconds to a day, 5 days in all
   */
  readonly retrySeconds?: readonly number[] | undefined;
  /** Called for each attempt. If it throws, the error is ignored. @defaultValue none */
  readonly onReport?: ((report: WebhookReport) => void) | undefined;
  /** The source of the time. @defaultValue the machine's clock */
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** From 0 to 1, without 1. @defaultValue `Math.random` */
  readonly random?: (() => number) | undefined;
}

/** Webhooks for the uploads of one or more routers. */
export interface Webhooks {
  /** Sends what is due, now and every second, until it is stopped. Safe on every replica. */
  start(): void;
  /** Stops. Running attempts are ended, and another replica repeats them. */
  stop(): Promise<void>;
  /** Sends what is due once, for platforms without background work. It never rejects. */
  deliver(): Promise<void>;
  /** Where routers put webhooks, and admins find those that were given up. */
  readonly outbox: WebhookOutbox;
}

const POLL_MS = 1_000;
const DROP_EVERY_MS = 60 * 60 * 1_000;
const DEFAULT_TIMEOUT_SECONDS = 15;
const MAX_TIMEOUT_SECONDS = 60;

/**
 * Sends webhooks about uploads, signed as Standard Webhooks. A router with them puts each event into its store in the same
 * step that decides it. From there the events of each upload are sent in order, at least once, each with a stable ID.
 *
 * @example
 * const webhooks = createWebhooks({ url: 'https://app.example/hooks', secrets: [secret], store });
 * app.use('/api', createUploadRouter({ s3, bucket, tokenKeys, authorize, store, webhooks }));
 * webhooks.start();
 *
 * @throws TypeError that names the wrong option
 */
export function createWebhooks(options: WebhookOptions): Webhooks {
  const { store, name = 'uploads', clock = SYSTEM_CLOCK, onReport } = options;
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, retrySeconds = DEFAULT_RETRY_SECONDS } =
    options;
  assertOptions({ ...options, timeoutSeconds, retrySeconds });
  const outbox = createOutbox(store, name);
  const shared: Omit<DeliverOptions, 'signal'> = {
    outbox,
    receiver: parseReceiver(options.url),
    secrets: options.secrets.map(parseSecret),
    timeoutMs: timeoutSeconds * 1_000,
    retrySeconds,
    random: options.random ?? (() => Math.random()),
    now: () => clock.now(),
    tell: (report) => tell(onReport, report),
  };
  let stopping = new AbortController();
  let running: Promise<void> | undefined;
  let isDown = false;
  let droppedAt = Number.NEGATIVE_INFINITY;

  async function deliver(signal: AbortSignal): Promise<void> {
    try {
      await deliverDue({ ...shared, signal });
      if (clock.now() - droppedAt > DROP_EVERY_MS) {
        await dropOldLetters(outbox);
        droppedAt = clock.now();
      }
      isDown = false;
    } catch (error) {
      if (!isDown) shared.tell({ type: 'outbox-failed', error });
      isDown = true;
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await deliver(signal);
      await delay(POLL_MS, signal, { keepsAlive: false });
    }
  }

  return {
    outbox,
    deliver: () => deliver(new AbortController().signal),
    start() {
      if (running) return;
      stopping = new AbortController();
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
  };
}

/** @throws TypeError that names the wrong option */
function assertOptions({
  secrets,
  store,
  timeoutSeconds = 0,
  retrySeconds = [],
}: WebhookOptions): void {
  if (!Array.isArray(secrets) || secrets.length === 0) {
    throw new TypeError('webhooks: secrets is missing. List at least one secret: whsec_…');
  }
  if (!store) throw new TypeError('webhooks: store is missing. Pass the store of the router.');
  if (!(timeoutSeconds >= 1 && timeoutSeconds <= MAX_TIMEOUT_SECONDS)) {
    throw new TypeError(`webhooks: timeoutSeconds must be from 1 to ${MAX_TIMEOUT_SECONDS}.`);
  }
  if (!retrySeconds.every((seconds) => Number.isFinite(seconds) && seconds >= 0)) {
    throw new TypeError('webhooks: retrySeconds must be a list of seconds from 0.');
  }
}

function tell(onReport: WebhookOptions['onReport'], report: WebhookReport): void {
  try {
    onReport?.(report);
  } catch {
    // There is no one to report this to: the listener itself failed.
  }
}
