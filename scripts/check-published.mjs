import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a registry's page shows, and what it proves about the build. */
const FIELDS = ['description', 'keywords', 'license', 'author', 'engines'];

/**
 * Looks at an unpacked package as its users get it: the manifest is whole, the license is there, and each source map
 * contains its sources, which the package does not publish otherwise.
 *
 * @throws an error that names the faults
 */
export function checkPublished(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const faults = FIELDS.filter((field) => !manifest[field]).map((field) => `no ${field}`);
  if (!manifest.publishConfig?.provenance) faults.push('no provenance');
  if (!files.includes('LICENSE')) faults.push('no LICENSE');
  for (const file of files.filter((name) => name.endsWith('.map'))) {
    const { sources, sourcesContent = [] } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const without = sources.filter((_, i) => typeof sourcesContent[i] !== 'string');
    if (without.length > 0) faults.push(`${file} lacks ${without.join(', ')}`);
  }
  if (faults.length > 0) throw new Error(`${manifest.name}: ${faults.join('; ')}.`);
}
