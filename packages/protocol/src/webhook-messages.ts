import type { ErrorBody } from './upload-error.ts';

/** Query of `GET /admin/webhooks`. The limit is digits. */
export interface ListWebhooksQuery {
  /** The most webhooks in the response, up to 1,000. @defaultValue 100 */
  readonly limit?: number | undefined;
}

/** A webhook that the receiver has not accepted in any attempt. */
export interface UndeliveredWebhook {
  /** The header `webhook-id` of all of its attempts. */
  readonly id: string;
  /** Such as `upload.completed`. */
  readonly type: string;
  readonly objectKey: string;
  /** How often it was sent. @integer from 1 */
  readonly attempts: number;
  /** When the last attempt failed, ISO 8601. It is kept for 30 days from then. */
  readonly givenUpAt: string;
  /** Why the last attempt failed. */
  readonly reason: string;
}

/** Response of `GET /admin/webhooks`, the oldest first. */
export interface ListWebhooksResponse {
  readonly webhooks: readonly UndeliveredWebhook[];
  /** Whether there are more. Send these again to see the next ones. */
  readonly hasMore: boolean;
}

/** Body of `POST /admin/webhooks/send`. */
export interface SendWebhooksRequest {
  /** The IDs of undelivered webhooks, at most 1,000. */
  readonly webhooks: readonly { readonly id: string }[];
}

/** The result for one webhook. It fails with `not-found` if it is not listed, for example because it was sent again before. */
export type SendWebhookResult = { readonly id: string } & (
  | { readonly queued: true; readonly error?: undefined }
  | { readonly error: ErrorBody; readonly queued?: undefined }
);

/** Response of `POST /admin/webhooks/send`, in the order of the request. */
export interface SendWebhooksResponse {
  readonly webhooks: readonly SendWebhookResult[];
}
