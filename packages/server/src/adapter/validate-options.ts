import { UploadError } from '@slipway/protocol';
import { createOriginCheck } from '../origin-check.ts';
import { assertReadsAnswers } from '../s3/s3-client.ts';
import { asSdkClient } from '../s3/sdk-client.ts';
import type { FailureDetails } from '../service/exchange.ts';
import { logFailure } from '../service/failure-log.ts';
import { type AdapterOptions, createAdapterService } from './adapter-options.ts';
import { bodyLimitsOf } from './body-limits.ts';

/**
 * Checks the options of the upload router or handler, and that this runtime can read S3's answers. Call it when your
 * server starts, so that a missing secret fails there and not at the first request. It sends nothing. To check the
 * bucket itself, run `npx -p @slipway/server slipway doctor`.
 *
 * @example
 * await validateUploadOptions(options);
 *
 * @throws TypeError that names the wrong option, or Error if the runtime cannot read XML
 */
export async function validateUploadOptions(options: AdapterOptions<never>): Promise<void> {
  bodyLimitsOf(options);
  createOriginCheck(options.allowedOrigins ?? []);
  createAdapterService(options);
  await Promise.all(
    [options.s3, ...(options.endpoints ?? [])].map((client) =>
      assertReadsAnswers(asSdkClient(client)),
    ),
  );
}

/** Reports a wrong option to the owner. Returns what the browser may see. */
export function reportWrongOption(
  { onError = logFailure }: Pick<AdapterOptions<never>, 'onError'>,
  cause: unknown,
  details: FailureDetails,
): UploadError {
  const error = new UploadError('storage-misconfigured', {
    status: 500,
    message: 'The upload server is not set up correctly. Tell the operator of this site.',
    cause,
  });
  try {
    onError(error, details);
  } catch (failure) {
    logFailure(failure, details);
  }
  return error;
}
