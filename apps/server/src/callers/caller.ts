import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import { findTenantFault, hasLookalikes, type Principal } from '@slipway/server/express';

/** Who sent a request. */
export interface Caller {
  readonly principal: Principal;
  readonly isAdmin: boolean;
}

/**
 * Identifies the caller of a request.
 *
 * @throws UploadError `unauthorized` or `forbidden`; another code if the caller cannot be identified right now
 */
export type IdentifyCaller = (request: IncomingMessage) => Caller | Promise<Caller>;

/** The longest subject that the upload service accepts. */
const MAX_SUBJECT_LENGTH = 512;

/** Builds a principal. @throws UploadError `unauthorized` if the name or the tenant is not valid */
export function principalOf(subject: string, tenant: string | undefined): Principal {
  if (subject === '' || subject.length > MAX_SUBJECT_LENGTH) {
    throw unauthorized(`A caller's name must have 1 to ${MAX_SUBJECT_LENGTH} characters.`);
  }
  if (hasLookalikes(readable(subject))) {
    throw unauthorized(
      "A caller's name must be in Unicode normalization form C, without invisible characters, and without spaces at its ends or in a row.",
    );
  }
  if (tenant === undefined) return { subject };
  const fault = findTenantFault(tenant);
  if (fault) throw unauthorized(`The caller's tenant ${fault}, so no folder can have its name.`);
  return { subject, tenant };
}

/** Node reads the bytes of headers as Latin-1, where parts of UTF-8 letters look like control characters. */
function readable(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.toString('latin1') !== text) return text;
  const decoded = bytes.toString('utf8');
  return decoded.includes('\uFFFD') ? text : decoded;
}

/** The error for a caller who is not identified. */
export function unauthorized(message: string): UploadError {
  return new UploadError('unauthorized', { message });
}
