import { isSet } from './environment-schema.ts';
import { environmentTable } from './environment-table.ts';
import type { Variables } from './secrets.ts';

/** One variable of the configuration, as it may be shown to an admin. */
export interface ConfigurationEntry {
  readonly name: string;
  /** What it decides, in Markdown. */
  readonly meaning: string;
  /** Whether the environment sets it; otherwise its default holds. */
  readonly isSet: boolean;
  /** Whether its value stays with the backend, down to its length. */
  readonly isSecret: boolean;
  /** `undefined` for secrets. Of what is not set its default, in Markdown. */
  readonly value: string | undefined;
}

/** The configuration as the backend sees it, secrets masked. */
export function describeConfiguration(environment: Variables): readonly ConfigurationEntry[] {
  return environmentTable().map(({ name, meaning, unset, isSecret }) => {
    const text = environment[name];
    const shown = isSet(text) ? withoutPassword(text) : unset || undefined;
    return { name, meaning, isSet: isSet(text), isSecret, value: isSecret ? undefined : shown };
  });
}

/** Some write passwords into URLs that need none. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(:\/\/)[^/@]*@/g, '$1***@');
}
