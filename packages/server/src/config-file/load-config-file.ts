import * as nodeModule from 'node:module';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UploadError } from '@slipway/protocol';
import { findConfigMistakes } from './find-config-mistakes.ts';
import { defineConfig, type SlipwayConfig } from './slipway-config.ts';

/** Either the options of a config file, or one line per mistake. */
export type LoadedConfig =
  | { readonly config: SlipwayConfig }
  | { readonly mistakes: readonly [string, ...string[]] };

/**
 * Imports a config file and checks the names and types of its options. Call it once per process.
 *
 * Node itself removes the types of TypeScript, from 22.18 on. `@slipway/server/config` needs no installation next to the file.
 */
export async function loadConfigFile(path: string): Promise<LoadedConfig> {
  const file = basename(path);
  const url = pathToFileURL(path).href;
  let exported: unknown;
  try {
    provideOwnModule(url, extname(path));
    const module: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ url);
    exported = module.default;
  } catch (error) {
    return { mistakes: [`${file}: ${describeFailure(error, url)}`] };
  }
  const [first, ...others] = findConfigMistakes(exported).map((line) => `${file}: ${line}`);
  if (first !== undefined) return { mistakes: [first, ...others] };
  return { config: exported as SlipwayConfig };
}

const OWN_NAME = '@slipway/server/config';
const OWN_EXPORTS = { defineConfig, UploadError };
const OWN_SYMBOL = 'slipway.config';
/** A module that exports {@link OWN_EXPORTS}. Without it, a single file such as an image's program could not be imported from. */
const OWN_URL = `data:text/javascript,${encodeURIComponent(
  `export const { ${Object.keys(OWN_EXPORTS).join(', ')} } = globalThis[Symbol.for('${OWN_SYMBOL}')];`,
)}`;

/** Node has it from 22.15 on. */
interface SynchronousHooks {
  readonly registerHooks?: (hooks: {
    resolve(
      specifier: string,
      context: unknown,
      next: (specifier: string, context: unknown) => { readonly url: string },
    ): { readonly url: string; readonly format?: string; readonly shortCircuit?: boolean };
  }) => unknown;
}

/** Without a format, Node warns about files whose package.json does not say that they are modules. */
function provideOwnModule(url: string, extension: string): void {
  Object.defineProperty(globalThis, Symbol.for(OWN_SYMBOL), {
    value: OWN_EXPORTS,
    configurable: true,
  });
  const isTypeScript = extension.endsWith('ts');
  const format = isTypeScript
    ? 'typescript' in process.features && process.features.typescript
      ? 'module-typescript'
      : undefined
    : 'module';
  const { registerHooks } = nodeModule as typeof nodeModule & SynchronousHooks;
  if (registerHooks) {
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier === OWN_NAME) return { url: OWN_URL, format: 'module', shortCircuit: true };
        const found = next(specifier, context);
        return found.url === url && format ? { ...found, format } : found;
      },
    });
    return;
  }
  // Node 20 runs its hooks in a thread of their own.
  const hooks = `export async function resolve(specifier, context, next) {
    if (specifier === '${OWN_NAME}') {
      return { url: ${JSON.stringify(OWN_URL)}, format: 'module', shortCircuit: true };
    }
    const found = await next(specifier, context);
    return found.url === ${JSON.stringify(url)} && ${JSON.stringify(format ?? '')}
      ? { ...found, format: ${JSON.stringify(format ?? '')} }
      : found;
  }`;
  nodeModule.register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

function describeFailure(error: unknown, url: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && url.endsWith('ts')) {
    return `Node ${process.versions.node} cannot load TypeScript. Use Node 22.18 or newer, or write JavaScript in slipway.config.mjs.`;
  }
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (code === 'ERR_MODULE_NOT_FOUND') {
    const hint = message.includes("'@slipway/server")
      ? `Import from ${OWN_NAME}.`
      : 'Install it where the file is.';
    return `${message}. ${hint}`;
  }
  const name = error instanceof Error ? error.name : 'Error';
  return `cannot be loaded: ${name}: ${message}${lineOf(error, url)}`;
}

/** Where in the file it failed, from the stack. */
function lineOf(error: unknown, url: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(url);
  const [, line] = at < 0 ? [] : (/^:(\d+)/.exec(stack.slice(at + url.length)) ?? []);
  return line === undefined ? '' : ` (line ${line})`;
}
