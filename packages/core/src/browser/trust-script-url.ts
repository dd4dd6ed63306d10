interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): URL };
}

/** Kept, because a page may refuse a second policy of the same name. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/**
 * Marks an address as trusted that comes from this package or from the page's own code. A page that lists its Trusted
 * Types policies (`trusted-types` in its CSP) must list `slipway`.
 *
 * @see https://www.w3.org/TR/trusted-types/
 */
export function trustScriptUrl(url: string | URL): string | URL {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('slipway', { createScriptURL: String });
  return policy?.createScriptURL(String(url)) ?? url;
}
