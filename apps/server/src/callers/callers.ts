import type { IncomingMessage } from 'node:http';
import { UploadError } from '@slipway/protocol';
import type { SlipwayConfig } from '@slipway/server/config';
import type { Principal } from '@slipway/server/express';
import type { CallersConfig } from '../config/callers-config.ts';
import type { AddressList } from '../network/address-list.ts';
import type { Caller, IdentifyCaller } from './caller.ts';
import { createJwtCallers } from './jwt-callers.ts';
import { createProxyCallers } from './proxy-callers.ts';

/** Who may do what: the options of the upload router. */
export interface Callers {
  authorize(request: IncomingMessage): Promise<Principal>;
  /** `undefined` if no caller can be an admin. Then the backend has no admin routes. */
  readonly authorizeAdmin: ((request: IncomingMessage) => Promise<Principal>) | undefined;
}

/**
 * Creates the callers that the configuration describes. Calls `onKnown` with the caller of each request. The config file's
 * `authorizeAdmin` decides who is an admin, if there is one.
 */
export function createCallers(
  config: CallersConfig,
  isTrustedProxy: AddressList,
  onKnown: (request: IncomingMessage, principal: Principal) => void,
  authorizeAdmin?: SlipwayConfig['authorizeAdmin'],
): Callers {
  const identify = createIdentify(config, isTrustedProxy);
  const knowing = async (request: IncomingMessage): Promise<Caller> => {
    const caller = await identify(request);
    onKnown(request, caller.principal);
    return caller;
  };
  const authorize = async (request: IncomingMessage) => (await knowing(request)).principal;
  if (authorizeAdmin) {
    return {
      authorize,
      async authorizeAdmin(request) {
        const principal = await authorizeAdmin(request);
        onKnown(request, principal);
        return principal;
      },
    };
  }
  return {
    authorize,
    authorizeAdmin: hasAdmins(config)
      ? async (request) => {
          const { principal, isAdmin } = await knowing(request);
          if (isAdmin) return principal;
          throw new UploadError('forbidden', { message: 'Only admins of this site may do this.' });
        }
      : undefined,
  };
}

function createIdentify(config: CallersConfig, isTrustedProxy: AddressList): IdentifyCaller {
  switch (config.kind) {
    case 'jwt':
      return createJwtCallers(config);
    case 'proxy':
      return createProxyCallers(config, isTrustedProxy);
    case 'own':
      return async (request) => ({
        principal: await config.authorize(request),
        isAdmin: false,
      });
    case 'local':
      // On loopback, all users of the machine count as one owner.
      return () => ({ principal: { subject: 'local' }, isAdmin: config.isAdmin });
  }
}

function hasAdmins(config: CallersConfig): boolean {
  if (config.kind === 'own') return false;
  if (config.kind === 'local') return config.isAdmin;
  return config.kind === 'jwt' ? config.admins.length > 0 : config.adminGroup !== undefined;
}
