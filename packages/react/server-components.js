import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes a copy of each entry that says `'use client'`. Only bundlers of server components read it, by the condition
 * `react-server`. Other bundlers warn about the directive, so they get the entry without it. `pnpm pack` runs this.
 */
for (const entry of ['index', 'admin']) {
  const code = readFileSync(new URL(`dist/${entry}.js`, import.meta.url), 'utf8');
  const copy = `'use client';\n${code.replace(/\n\/\/# sourceMappingURL=.*/, '')}`;
  writeFileSync(new URL(`dist/${entry}.client.js`, import.meta.url), copy);
}
