import { readFileSync } from 'node:fs';
import { environmentSchema, isSet } from './environment-schema.ts';
import { variableDocs } from './variable-docs.ts';
import { secretsOf } from './webhook-settings.ts';

/** The environment variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables whose values must never be shown. */
export const SECRET_NAMES: readonly string[] = Object.entries(environmentSchema.shape)
  .filter(([, schema]) => variableDocs.get(schema)?.secret)
  .map(([name]) => name);

/** Secrets of the AWS SDK, which reads them itself. */
const SDK_SECRETS = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * Reads secrets that are given as paths of files (`SLIPWAY_JWT_SECRET_FILE`), which is how containers get them. A line
 * break at the end of a file is not part of the secret.
 */
export function readSecretFiles(environment: Variables): {
  readonly environment: Variables;
  readonly mistakes: readonly string[];
} {
  const read: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const name of SECRET_NAMES) {
    const path = environment[`${name}_FILE`];
    if (!isSet(path)) continue;
    if (isSet(environment[name])) {
      mistakes.push(`${name}_FILE: ${name} is set, too. Set only one of the two.`);
      continue;
    }
    try {
      read[name] = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : error;
      mistakes.push(`${name}_FILE: ${path} can't be read (${code}).`);
    }
  }
  return { environment: { ...environment, ...read }, mistakes };
}

/** All values in an environment that the log must hide. */
export function secretsIn(environment: Variables): string[] {
  return [...SECRET_NAMES, ...SDK_SECRETS].flatMap((name) => {
    const value = environment[name] ?? '';
    // Each key of a list separately, without its ID.
    const entries = value.startsWith('whsec_') ? secretsOf(value) : value.split(',');
    const parts = entries.map((entry) => entry.slice(entry.indexOf(':') + 1));
    return [...parts, value, passwordIn(value)].filter(isSet);
  });
}

/** The password of a URL, decoded. */
function passwordIn(value: string): string {
  try {
    return decodeURIComponent(new URL(value).password);
  } catch {
    return '';
  }
}
