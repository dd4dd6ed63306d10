import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes each stylesheet with its imports inlined: some bundlers follow no `@import`, and others do not read `exports`, so
 * the files are where `exports` says they are. `pnpm pack` runs this.
 */
const STYLESHEETS = { styles: 'index', admin: 'admin', 'admin-unlayered': 'admin-unlayered' };
const IMPORT = /^@import "([^"]+)"(?: layer\((\w+)\))?;$/gm;

for (const [name, source] of Object.entries(STYLESHEETS)) {
  const folder = new URL('src/styles/', import.meta.url);
  const inlined = readFileSync(new URL(`${source}.css`, folder), 'utf8').replace(
    IMPORT,
    (_, path, layer) => {
      const css = readFileSync(new URL(path, folder), 'utf8').trimEnd();
      if (css.includes('@import')) throw new Error(`${path} imports others itself.`);
      return layer ? `@layer ${layer} {\n${css}\n}` : css;
    },
  );
  writeFileSync(new URL(`${name}.css`, import.meta.url), inlined);
}
