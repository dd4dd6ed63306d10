import type { ConfigurationEntry } from '@slipway/protocol';
import { isSet } from './environment-schema.ts';
import { environmentTable } from './environment-table.ts';
import { type ConfigFile, NO_CONFIG_FILE } from './merge-config-file.ts';
import { optionsInFile } from './option-variables.ts';
import type { Variables } from './secrets.ts';

/** The configuration as the backend sees it, with secrets masked. Names the option of each setting that the config file makes. */
export function describeConfiguration(
  environment: Variables,
  file: ConfigFile = NO_CONFIG_FILE,
): readonly ConfigurationEntry[] {
  const inFile = optionsInFile(file.options);
  return environmentTable().map(({ name, meaning, unset, isSecret }) => {
    const text = environment[name];
    const option = inFile.get(name);
    if (option !== undefined) {
      return { name, meaning, isSet: true, isSecret, value: `\`${option}\` in ${file.name}` };
    }
    const shown = isSet(text) ? withoutPassword(text) : unset || undefined;
    return { name, meaning, isSet: isSet(text), isSecret, value: isSecret ? undefined : shown };
  });
}

/** Some operators write passwords into URLs that need none. */
function withoutPassword(text: string): string {
  return text.replaceAll(/(:\/\/)[^/@]*@/g, '$1***@');
}
