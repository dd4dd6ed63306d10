interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): URL };
}

/** A page may refuse a second policy of the same name. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * Vouches for an address that is the code's own or its user's. A page that names its policies
 * (`trusted-types` in its CSP) has to name `slipway`.
 *
 * @see https://www.w3.org/TR/trusted-types/
 */
export function trustScriptUrl(url: string | URL): string | URL {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('slipway', { createScriptURL: String });
  return policy?.createScriptURL(String(url)) ?? url;
}
