import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import type { ProxyCallersConfig } from '../config/callers-config.ts';
import type { AddressList } from '../network/address-list.ts';
import { type IdentifyCaller, principalOf, unauthorized } from './caller.ts';

/**
 * Identifies callers by the headers of a trusted proxy. A proxy is recognized by the address of the connection itself.
 * `X-Forwarded-For` proves nothing, because anyone can send it.
 */
export function createProxyCallers(
  { subjectHeader, tenantHeader, groupsHeader, adminGroup }: ProxyCallersConfig,
  isTrusted: AddressList,
): IdentifyCaller {
  return (request) => {
    const subject = readHeader(request, subjectHeader);
    if (!isTrusted(request.socket.remoteAddress)) {
      if (subject === undefined) throw unauthorized('Sign in to upload.');
      throw new UploadError('forbidden', { message: 'Only the trusted proxy may name callers.' });
    }
    if (subject === undefined) throw unauthorized('Sign in to upload.');
    const tenant = tenantHeader && readHeader(request, tenantHeader);
    // Without this, a proxy that loses the header would put all tenants' files into one folder.
    if (tenantHeader && tenant === undefined) {
      throw unauthorized(`The proxy sent no tenant in ${tenantHeader}.`);
    }
    const groups = groupsHeader && readHeader(request, groupsHeader);
    return {
      principal: principalOf(subject, tenant),
      isAdmin:
        adminGroup !== undefined &&
        (groups ?? '').split(',').some((group) => group.trim() === adminGroup),
    };
  };
}

/**
 * Reads a header that has one value. `undefined` if it is missing or empty.
 *
 * @throws UploadError `forbidden` if it was sent twice: a proxy that appends to the caller's header protects nothing
 */
function readHeader({ headersDistinct }: IncomingMessage, name: string): string | undefined {
  const values = headersDistinct[name] ?? [];
  if (values.length > 1) {
    throw new UploadError('forbidden', { message: `The header ${name} was sent more than once.` });
  }
  const value = values[0]?.trim();
  return value === '' ? undefined : value;
}
