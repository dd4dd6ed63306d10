import { z } from 'zod';
import { isLoopback } from '../network/loopback.ts';
import * as value from './value-schemas.ts';
import { variableDocs } from './variable-docs.ts';

/** Where keys may be fetched from: whoever can change them on the way can be anybody. */
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

/** The variables that say by what callers are known. @see toCallersConfig */
export const callerVariables = {
  SLIPWAY_JWT_SECRET: value.secretText.optional().register(variableDocs, {
    meaning:
      'At least 32 bytes. Callers then send `Authorization: Bearer`, a JWT signed with it (HS256) that names them in `sub`.',
    secret: true,
  }),
  SLIPWAY_JWKS_URL: jwksUrl.optional().register(variableDocs, {
    meaning:
      'The same with the public keys of an identity provider. Needs the next two, or tokens made for other applications would do.',
  }),
  SLIPWAY_JWT_ISSUER: z.string().optional().register(variableDocs, {
    meaning: 'What the claim `iss` has to be.',
  }),
  SLIPWAY_JWT_AUDIENCE: z.string().optional().register(variableDocs, {
    meaning: 'What the claim `aud` has to be, or hold.',
  }),
  SLIPWAY_JWT_ALGORITHMS: value.list.optional().register(variableDocs, {
    meaning: 'The algorithms that are accepted, separated by commas.',
    unset: '`HS256`; with a JWKS `RS256,PS256,ES256,EdDSA`',
  }),
  SLIPWAY_JWT_TENANT_CLAIM: z.string().default('tenant').register(variableDocs, {
    meaning: 'The claim with the caller’s tenant, whose objects get a folder of their own.',
  }),
  SLIPWAY_JWT_GROUPS_CLAIM: z.string().default('groups').register(variableDocs, {
    meaning: 'The claim with the caller’s groups; as `realm_access.roles` for one inside another.',
  }),
  SLIPWAY_TRUSTED_PROXIES: z.string().default('').pipe(value.addresses).register(variableDocs, {
    meaning:
      'Addresses and subnets of the proxies in front, as `10.0.0.0/8`: their `X-Forwarded-*` headers, and the next three, are believed.',
  }),
  SLIPWAY_PROXY_SUBJECT_HEADER: value.headerName.optional().register(variableDocs, {
    meaning:
      'Callers are known by this header, as `X-Forwarded-User`, which the proxy sets or removes. From anywhere else it is refused.',
  }),
  SLIPWAY_PROXY_TENANT_HEADER: value.headerName.optional().register(variableDocs, {
    meaning: 'The header with their tenant.',
  }),
  SLIPWAY_PROXY_GROUPS_HEADER: value.headerName.optional().register(variableDocs, {
    meaning: 'The header with their groups, separated by commas.',
  }),
  SLIPWAY_ADMIN_CLAIM: claimWithValue.optional().register(variableDocs, {
    meaning:
      'Opens the admin routes to callers whose JWT says so: `role=admin`, `scope=uploads:admin` (one of several, too).',
  }),
  SLIPWAY_ADMIN_GROUP: z.string().optional().register(variableDocs, {
    meaning: 'Opens the admin routes to callers of this group.',
  }),
  SLIPWAY_LOCAL_ADMIN: value.flag().register(variableDocs, {
    meaning:
      'Without callers, on loopback: `true` opens the admin routes of a real store to everybody on this machine. Those of the embedded store are open.',
  }),
};

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
