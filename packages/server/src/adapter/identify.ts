import { UploadError } from '@slipway/protocol';
import type { Principal } from '../service/principal.ts';
import type { UploadService } from '../service/upload-service.ts';
import type { AdapterOptions } from './adapter-options.ts';

/** Whatever `authorize` throws keeps the caller out; only an `UploadError` says how. */
export async function identify<Incoming>(
  service: UploadService,
  authorize: AdapterOptions<Incoming>['authorize'],
  request: Incoming,
  requestId: string,
): Promise<Principal> {
  try {
    return await authorize(request);
  } catch (error) {
    if (UploadError.is(error)) throw error;
    service.report(error, { requestId, route: 'authorize' });
    throw new UploadError('unauthorized', { message: 'Sign in to upload.' });
  }
}
