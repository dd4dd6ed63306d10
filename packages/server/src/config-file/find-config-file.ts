import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';

/** The config file's names, in the working directory. */
const CONFIG_FILES = [
  'slipway.config.ts',
  'slipway.config.mts',
  'slipway.config.js',
  'slipway.config.mjs',
] as const;

/** The path of the config file, or why there is none. `undefined` without any. */
export type FoundConfigFile = { readonly path: string } | { readonly mistake: string } | undefined;

/** Finds the config file: the named one, or the only one in the folder. */
export function findConfigFile(
  folder: string,
  named?: string | undefined,
  variable = 'SLIPWAY_CONFIG',
): FoundConfigFile {
  if (named !== undefined && named.trim() !== '')
    return findNamed(resolve(folder, named), variable);
  const there = CONFIG_FILES.filter((name) => existsSync(resolve(folder, name)));
  const [first, second] = there;
  if (first === undefined) return undefined;
  if (second === undefined) return { path: resolve(folder, first) };
  return {
    mistake: `${first}: ${second} is there, too. Remove one of the two, or name one in ${variable}.`,
  };
}

function findNamed(path: string, variable: string): FoundConfigFile {
  if (!['.ts', '.mts', '.js', '.mjs'].includes(extname(path))) {
    return { mistake: `${variable}: ${basename(path)} must end in .ts, .mts, .js or .mjs.` };
  }
  return existsSync(path) ? { path } : { mistake: `${variable}: there is no file ${path}.` };
}
