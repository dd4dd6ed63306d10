import {
  type ListWebhooksQuery,
  type ListWebhooksResponse,
  type SendWebhooksRequest,
  type SendWebhooksResponse,
  UploadError,
} from '@slipway/protocol';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { DeadLetter } from '../webhooks/dead-letter.ts';
import type { WebhookOutbox } from '../webhooks/outbox.ts';
import type { WebhookBody } from '../webhooks/webhook-body.ts';
import type { AdminContext } from './admin-context.ts';
import { DEFAULT_LIMIT } from './cursor.ts';

type OutboxContext = Pick<ServiceContext, 'webhooks'>;

/**
 * Lists the webhooks that were given up, of uploads under the owner's prefix.
 *
 * @throws UploadError `not-found` if the owner sends no webhooks
 */
export async function listWebhooks(
  admin: AdminContext,
  context: OutboxContext,
  { limit = DEFAULT_LIMIT }: ListWebhooksQuery,
): Promise<ListWebhooksResponse> {
  const letters = await outboxOf(context).deadLetters(limit);
  return {
    webhooks: letters
      .map((letter) => ({ letter, upload: uploadOf(letter) }))
      .filter(({ upload }) => isVisible(admin, upload))
      .map(({ letter: { id, type, failures = 0, givenUpAt, reason }, upload: { objectKey } }) => ({
        id,
        type,
        objectKey,
        attempts: failures,
        givenUpAt: new Date(givenUpAt).toISOString(),
        reason,
      })),
    hasMore: letters.length === limit,
  };
}

/**
 * Sends webhooks again that were given up, each with its own result.
 *
 * @throws UploadError `not-found` if the owner sends no webhooks
 */
export async function sendWebhooks(
  admin: AdminContext,
  context: BatchReporter & OutboxContext,
  { webhooks }: SendWebhooksRequest,
): Promise<SendWebhooksResponse> {
  const outbox = outboxOf(context);
  const results = await settleBatch(context, webhooks, async ({ id }) => {
    const [letter] = await outbox.deadLetters(1, [id]);
    const isKnown = letter !== undefined && isVisible(admin, uploadOf(letter));
    if (isKnown && (await outbox.sendAgain(id))) return { queued: true as const };
    throw new UploadError('not-found', { message: 'No webhook of this ID was given up.' });
  });
  return {
    webhooks: webhooks.map(({ id }, i) => ({ id, ...(results[i] ?? { queued: true as const }) })),
  };
}

function outboxOf({ webhooks }: OutboxContext): WebhookOutbox {
  if (webhooks) return webhooks;
  throw new UploadError('not-found', { message: 'This backend sends no webhooks.' });
}

function uploadOf({ body }: DeadLetter): WebhookBody['data'] {
  const { data }: WebhookBody = JSON.parse(body);
  return data;
}

/** Several routers can share an outbox. */
function isVisible(
  { bucket, keys }: AdminContext,
  { bucket: itsBucket, objectKey }: WebhookBody['data'],
): boolean {
  return itsBucket === bucket.bucket && objectKey.startsWith(keys.prefixOf({}) ?? '');
}
