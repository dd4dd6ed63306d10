import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderGeneratedPages } from './generated-pages.ts';
import { ROOT } from './pages.ts';

const pages = await renderGeneratedPages();
rmSync(join(ROOT, 'docs/reference'), { recursive: true, force: true });
for (const [path, text] of pages) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
  console.log(path);
}
