import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One Markdown page of the repository. */
export interface Page {
  /** The path from the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'test-results', 'coverage']);

/** Every Markdown page, sorted by path. */
export function readPages(): readonly Page[] {
  return find(ROOT)
    .map((file) => ({
      path: relative(ROOT, file).replaceAll('\\', '/'),
      text: readFileSync(file, 'utf8'),
    }))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

function find(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : find(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
