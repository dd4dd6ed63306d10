import type { WebhookType } from './webhook-body.ts';

/** What a sender of webhooks did. Safe to log: it contains no secret, and no address. */
export type WebhookReport =
  | (WebhookAttempt & { readonly type: 'webhook-delivered' })
  /** It is sent again later. */
  | (WebhookFailure & { readonly type: 'webhook-failed'; readonly retryInMs: number })
  /** This was the last attempt. Admins can send it again. */
  | (WebhookFailure & { readonly type: 'webhook-given-up' })
  /** The store does not answer. Told once, until it answers again. */
  | { readonly type: 'outbox-failed'; readonly error: unknown };

/** One attempt to send a webhook. */
export interface WebhookAttempt {
  /** The header `webhook-id`. */
  readonly id: string;
  readonly event: WebhookType;
  /** From 1. */
  readonly attempt: number;
  /** HTTP status of the response. `undefined` if none came. */
  readonly status?: number | undefined;
}

/** An attempt that failed. */
export interface WebhookFailure extends WebhookAttempt {
  readonly reason: string;
}
