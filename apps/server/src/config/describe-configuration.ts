import { isSet } from './environment-schema.ts';
import { environmentTable } from './environment-table.ts';
import type { Variables } from './secrets.ts';

/** One variable of the configuration, as it may be shown to an admin. */
export type ConfigurationEntry = {
  readonly name: string;
  /** What it decides, in Markdown. */
  readonly meaning: string;
  /** Whether the environment sets it; otherwise its default holds. */
  readonly isSet: boolean;
} & (
  | { readonly kind: 'plain'; readonly value: string | undefined }
  /** Its value stays with the backend, down to its length. */
  | { readonly kind: 'secret' }
);

/** The configuration as the backend sees it, secrets masked. `value` of what is not set is its default, in Markdown. */
export function describeConfiguration(environment: Variables): readonly ConfigurationEntry[] {
  return environmentTable().map(({ name, meaning, unset, isSecret }) => {
    const text = environment[name];
    const known = { name, meaning, isSet: isSet(text) };
    if (isSecret) return { ...known, kind: 'secret' };
    return {
      ...known,
      kind: 'plain',
      value: isSet(text) ? withoutPassword(text) : unset || undefined,
    };
  });
}

/** Some write passwords into URLs that need none. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(:\/\/)[^/@]*@/g, '$1***@');
}
