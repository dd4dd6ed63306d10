import {
  ADMIN_ROUTES,
  type ListWebhooksResponse,
  type SendWebhooksRequest,
  type SendWebhooksResponse,
} from '@slipway/protocol';
import { listWebhooksSchema, sendWebhooksSchema } from '../admin/admin-schemas.ts';
import type { RouteDoc } from './route-doc.ts';

const id = 'msg_3Xk9bU0m1m8v0Q2yq3v8Vw_completed';

/** The admin routes about webhooks. They answer 404 if the owner sends none. */
export const WEBHOOK_ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ADMIN_ROUTES.listWebhooks,
    caller: 'admin',
    operationId: 'listUndeliveredWebhooks',
    summary: 'Webhooks that were given up',
    description:
      'Webhooks that the receiver has not accepted in any attempt, the oldest first. 404 if the owner sends no webhooks.',
    query: listWebhooksSchema,
    response: {
      name: 'ListWebhooksResponse',
      example: {
        webhooks: [
          {
            id,
            type: 'upload.completed',
            objectKey: 'uploads/acme/01JD3Z8Q5W/video.mp4',
            attempts: 13,
            givenUpAt: '2026-01-31T12:00:00.000Z',
            reason: 'The receiver answered 500.',
          },
        ],
        hasMore: false,
      } satisfies ListWebhooksResponse,
    },
    codes: ['invalid-request', 'not-found', 'storage-unavailable'],
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.sendWebhooks,
    caller: 'admin',
    operationId: 'sendWebhooksAgain',
    summary: 'Sends webhooks again that were given up',
    description:
      'Each gets all of its attempts again, under the same `webhook-id`. 404 if the owner sends no webhooks.',
    request: {
      name: 'SendWebhooksRequest',
      schema: sendWebhooksSchema,
      example: { webhooks: [{ id }] } satisfies SendWebhooksRequest,
    },
    response: {
      name: 'SendWebhooksResponse',
      example: { webhooks: [{ id, queued: true }] } satisfies SendWebhooksResponse,
    },
    codes: ['not-found', 'storage-unavailable'],
  },
];
