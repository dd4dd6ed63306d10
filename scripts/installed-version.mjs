import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of a package that `folder` has installed, or `-`. `spec` is its name, with or without a version to install. */
export function installedVersion(folder, spec) {
  const name = spec.replace(/(?<=.)@.*$/, '');
  try {
    const manifest = join(folder, 'node_modules', name, 'package.json');
    return JSON.parse(readFileSync(manifest, 'utf8')).version;
  } catch {
    return '-';
  }
}
