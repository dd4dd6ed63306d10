import { UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { Exchange } from '../service/exchange.ts';
import type { AdapterOptions } from './adapter-options.ts';

/** Whatever `authorize` throws keeps the caller out; only an `UploadError` says how. */
export async function identify<Incoming>(
  exchange: Exchange,
  authorize: AdapterOptions<Incoming>['authorize'],
  request: Incoming,
): Promise<Principal> {
  await exchange.admit();
  try {
    return await authorize(request);
  } catch (error) {
    await exchange.countRefusal();
    if (UploadError.is(error)) throw error;
    exchange.report(error, 'authorize');
    throw new UploadError('unauthorized', { message: 'Sign in to upload.' });
  }
}
