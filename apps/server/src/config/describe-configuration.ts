import type { ConfigurationEntry } from '@slipway/protocol';
import { isSet } from './environment-schema.ts';
import { environmentTable } from './environment-table.ts';
import type { Variables } from './secrets.ts';

/** The configuration as the backend sees it, with secrets masked. */
export function describeConfiguration(environment: Variables): readonly ConfigurationEntry[] {
  return environmentTable().map(({ name, meaning, unset, isSecret }) => {
    const text = environment[name];
    const shown = isSet(text) ? withoutPassword(text) : unset || undefined;
    return { name, meaning, isSet: isSet(text), isSecret, value: isSecret ? undefined : shown };
  });
}

/** Some operators write passwords into URLs that need none. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(:\/\/)[^/@]*@/g, '$1***@');
}
