import type { CallersConfig } from '../config/callers-config.ts';

/**
 * How the OpenAPI document describes authentication. `undefined` for a backend without callers, or
 * with its own `authorize`.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object
 */
export function securitySchemesOf(
  config: CallersConfig,
): Readonly<Record<string, object>> | undefined {
  switch (config.kind) {
    case 'jwt':
      return { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } };
    case 'proxy':
      return {
        proxy: {
          type: 'apiKey',
          in: 'header',
          name: config.subjectHeader,
          description: 'The trusted proxy sets it. Callers never do.',
        },
      };
    // Only the owner of the config file knows how its callers authenticate.
    case 'own':
    case 'local':
      return undefined;
  }
}
