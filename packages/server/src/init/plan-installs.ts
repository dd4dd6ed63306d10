import { readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Choices } from './plan-files.ts';

/** What `npm install` gets, as users type it. */
export interface Installs {
  readonly needed: readonly string[];
  /** Only for development. */
  readonly development: readonly string[];
  readonly isFromRegistry: boolean;
}

/**
 * The packages that the written files need.
 *
 * @param packed the folder that `npm run pack` wrote. `undefined` to install from the registry
 * @param folder where the user will install
 * @param from what `packed` is relative to
 * @returns the packages, or a sentence that says what is wrong with `packed`
 */
export function planInstalls(
  { framework, store }: Choices,
  packed: string | undefined,
  folder: string,
  from: string,
): Installs | string {
  const { binding } = framework.page;
  const ours = ['server', ...(binding ? [binding] : [])];
  // A tarball depends on versions of the others, so it is installed with them.
  const others = ['protocol', ...(binding ? ['core'] : [])];
  const needed = packed === undefined ? ours : [...others, ...ours];
  const development = store === 'local' ? ['local-s3'] : [];
  const specs = new Map([...needed, ...development].map((name) => [name, `@slipway/${name}`]));
  if (packed !== undefined) {
    const path = resolve(from, packed);
    const files = list(path);
    for (const name of specs.keys()) {
      const file = files.find((tarball) => tarball.startsWith(`slipway-${name}-`));
      if (file === undefined) return `--packages: ${packed} has no tarball of @slipway/${name}`;
      specs.set(name, quote(relative(folder, join(path, file))));
    }
  }
  const spec = (name: string): string => specs.get(name) ?? name;
  const sdk = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'];
  return {
    needed: [...needed.map(spec), ...sdk, ...framework.packages],
    development: development.map(spec),
    isFromRegistry: packed === undefined,
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function quote(path: string): string {
  return /\s/.test(path) ? `"${path}"` : path;
}
