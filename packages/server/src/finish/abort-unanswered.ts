import type { CreateResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { abortUploads } from './abort-uploads.ts';

/** What aborting uploads that no client knows needs. */
export type AbortUnansweredContext = Parameters<typeof abortUploads>[0] &
  Pick<ServiceContext, 'quotas' | 'report'>;

/**
 * Aborts the new uploads of a request whose client has disconnected before the response. It has got neither a token nor a URL,
 * so its quota is given back at once. Your hooks hear of the abort.
 */
export async function abortUnanswered(
  context: AbortUnansweredContext,
  principal: Principal,
  items: CreateResponse['uploads'],
): Promise<void> {
  const tokens = items.flatMap((item) =>
    'token' in item && item.resumed === undefined ? [{ token: item.token }] : [],
  );
  if (tokens.length === 0) return;
  await abortUploads(context, principal, { uploads: tokens }).catch(context.report);
  for (const { token } of tokens) {
    const { nonce } = await openUpload(context, principal, token);
    await context.quotas.release(principal, nonce, true);
  }
}
