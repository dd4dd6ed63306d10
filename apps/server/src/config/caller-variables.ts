import { z } from 'zod';
import { isLoopback } from '../network/loopback.ts';
import * as value from './value-schemas.ts';
import { variableDocs } from './variable-docs.ts';

/** Requires HTTPS for the keys: an attacker who changes them in transit can pose as any caller. */
const jwksUrl = z.string().refine(isSafeUrl, {
  error: 'is an https URL, such as https://login.example/.well-known/jwks.json.',
});

/** `role=admin`: the claim's name, which may hold dots and colons, and the value. */
const claimWithValue = z
  .string()
  .regex(/^[^=\s]+=\S.*$/, { error: 'looks like role=admin.' })
  .transform((text) => {
    const at = text.indexOf('=');
    return { claim: text.slice(0, at), value: text.slice(at + 1) };
  });

/** The variables that configure how callers are identified. @see toCallersConfig */
export const callerVariables = {
  SLIPWAY_JWT_SECRET: value.secretText.optional().register(variableDocs, {
    meaning:
      'Secret of at least 32 bytes. Callers send `Authorization: Bearer` with a JWT that is signed with it (HS256). Its `sub` names the caller, and it must have an `exp`.',
    secret: true,
  }),
  SLIPWAY_JWKS_URL: jwksUrl.optional().register(variableDocs, {
    meaning:
      'URL of an identity provider’s public keys, instead of a secret. Requires the next two variables, or tokens for other applications would be accepted.',
  }),
  SLIPWAY_JWT_ISSUER: z.string().optional().register(variableDocs, {
    meaning: 'Required value of the claim `iss`.',
  }),
  SLIPWAY_JWT_AUDIENCE: z.string().optional().register(variableDocs, {
    meaning: 'Value that the claim `aud` must equal or contain.',
  }),
  SLIPWAY_JWT_ALGORITHMS: value.list.optional().register(variableDocs, {
    meaning: 'Accepted algorithms, separated by commas.',
    unset: '`HS256`; with a JWKS `RS256,PS256,ES256,EdDSA`',
  }),
  SLIPWAY_JWT_MAX_AGE_SECONDS: value.wholeNumber.optional().register(variableDocs, {
    meaning:
      'Longest time since a JWT was issued (`iat`). Older ones get 401, also if their `exp` is later. Once you set it, every JWT needs `iat`.',
    unset: 'until `exp`',
  }),
  SLIPWAY_JWT_TENANT_CLAIM: z.string().optional().register(variableDocs, {
    meaning:
      'Claim with the caller’s tenant. Each tenant’s objects have their own folder. Once you set it, a JWT without this claim gets 401.',
    unset: '`tenant`',
  }),
  SLIPWAY_JWT_GROUPS_CLAIM: z.string().default('groups').register(variableDocs, {
    meaning: 'Claim with the caller’s groups. Write a nested claim as `realm_access.roles`.',
  }),
  SLIPWAY_TRUSTED_PROXIES: z.string().default('').pipe(value.addresses).register(variableDocs, {
    meaning:
      'Addresses and subnets of your proxies, such as `10.0.0.0/8`. The backend trusts their `X-Forwarded-*` headers and the next three headers.',
  }),
  SLIPWAY_PROXY_SUBJECT_HEADER: value.headerName.optional().register(variableDocs, {
    meaning:
      'Header that names the caller, such as `X-Forwarded-User`. The proxy must set or remove it. The backend rejects it from other addresses.',
  }),
  SLIPWAY_PROXY_TENANT_HEADER: value.headerName.optional().register(variableDocs, {
    meaning: 'Header with the caller’s tenant.',
  }),
  SLIPWAY_PROXY_GROUPS_HEADER: value.headerName.optional().register(variableDocs, {
    meaning: 'Header with the caller’s groups, separated by commas.',
  }),
  SLIPWAY_ADMIN_CLAIM: claimWithValue.optional().register(variableDocs, {
    meaning:
      'Opens the admin routes to callers whose JWT has this claim: `role=admin`, or `scope=uploads:admin` (also as one of several values).',
  }),
  SLIPWAY_ADMIN_GROUP: z.string().optional().register(variableDocs, {
    meaning: 'Opens the admin routes to callers in this group.',
  }),
  SLIPWAY_LOCAL_ADMIN: value.flag().register(variableDocs, {
    meaning:
      'For a backend without callers on loopback. `true` opens the admin routes of a real store to all users of this machine. Those of the embedded store are always open.',
  }),
};

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
