import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import type { ProxyCallersConfig } from '../config/callers-config.ts';
import type { AddressList } from '../network/address-list.ts';
import { type IdentifyCaller, principalOf, unauthorized } from './caller.ts';

/**
 * Names callers by what a trusted proxy says of them. Who a proxy is, is the address that the connection
 * really comes from: what `X-Forwarded-For` says of it proves nothing.
 */
export function createProxyCallers(
  { subjectHeader, tenantHeader, groupsHeader, adminGroup }: ProxyCallersConfig,
  isTrusted: AddressList,
): IdentifyCaller {
  return (request) => {
    const subject = readHeader(request, subjectHeader);
    if (!isTrusted(request.socket.remoteAddress)) {
      if (subject === undefined) throw unauthorized('Sign in to upload.');
      throw new UploadError('forbidden', { message: 'Only the proxy in front may name callers.' });
    }
    if (subject === undefined) throw unauthorized('Sign in to upload.');
    const groups = groupsHeader && readHeader(request, groupsHeader);
    return {
      principal: principalOf(subject, tenantHeader && readHeader(request, tenantHeader)),
      isAdmin:
        adminGroup !== undefined &&
        (groups ?? '').split(',').some((group) => group.trim() === adminGroup),
    };
  };
}

/**
 * A header's only value; `undefined` when it is missing or empty.
 *
 * @throws UploadError `forbidden` when it was sent twice: a proxy that adds to what a caller sent is no wall
 */
function readHeader({ headersDistinct }: IncomingMessage, name: string): string | undefined {
  const values = headersDistinct[name] ?? [];
  if (values.length > 1) {
    throw new UploadError('forbidden', { message: `The header ${name} was sent more than once.` });
  }
  const value = values[0]?.trim();
  return value === '' ? undefined : value;
}
