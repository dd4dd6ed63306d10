import type { Attributes } from '@opentelemetry/api';
import { UploadError } from '@slipway/protocol';

export const NOT_FOUND = 404;

/** What a span says about an error: no message, because messages can contain names and keys. */
export interface FailureDescription {
  /** The code of an `UploadError`, or the name of the error, such as `NoSuchUpload` or `TimeoutError`. */
  readonly type: string;
  readonly attributes: Attributes;
}

/** Describes an error of S3, of a hook or of the service. */
export function describeFailure(error: unknown): FailureDescription {
  if (UploadError.is(error)) return { type: error.code, attributes: {} };
  const { $metadata: answer, name } = (error ?? {}) as {
    readonly name?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  };
  const attributes: Attributes = {};
  if (answer?.httpStatusCode !== undefined) {
    attributes['http.response.status_code'] = answer.httpStatusCode;
  }
  if (answer?.requestId !== undefined) attributes['aws.request_id'] = answer.requestId;
  return { type: typeof name === 'string' && name !== '' ? name : 'Error', attributes };
}
