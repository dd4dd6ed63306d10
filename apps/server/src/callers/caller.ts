import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import { findTenantFault, type Principal } from '@slipway/server';

/** Who sent a request. */
export interface Caller {
  readonly principal: Principal;
  readonly isAdmin: boolean;
}

/** Says who sent a request. @throws UploadError `unauthorized` or `forbidden`; another when that can't be found out right now */
export type IdentifyCaller = (request: IncomingMessage) => Caller | Promise<Caller>;

/** The longest subject that the upload service takes. */
const MAX_SUBJECT_LENGTH = 512;

/** Names a caller. @throws UploadError `unauthorized` when the name or the tenant can't be one */
export function principalOf(subject: string, tenant: string | undefined): Principal {
  if (subject === '' || subject.length > MAX_SUBJECT_LENGTH) {
    throw unauthorized(`A caller's name has 1 to ${MAX_SUBJECT_LENGTH} characters.`);
  }
  if (tenant === undefined) return { subject };
  const fault = findTenantFault(tenant);
  if (fault) throw unauthorized(`The caller's tenant ${fault}, so no folder can have its name.`);
  return { subject, tenant };
}

/** The caller is not known. */
export function unauthorized(message: string): UploadError {
  return new UploadError('unauthorized', { message });
}
