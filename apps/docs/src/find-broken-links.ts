import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { githubSlug } from './github-slug.ts';
import type { Page } from './pages.ts';

/** `[text](target)` and `![text](target)`, and attributes of the HTML between them. */
const LINK = /\]\(([^()\s]+)(?:\s"[^"]*")?\)|\b(?:href|src|srcset)="([^"]+)"/g;
/** An address outside the repository. */
const OUTSIDE = /^[a-z][a-z\d+.-]*:/i;

/**
 * Finds links to files or headings that do not exist. It does not check addresses outside the repository.
 *
 * @returns one line for each: its page and its target
 */
export function findBrokenLinks(pages: readonly Page[], root: string): readonly string[] {
  const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page.text)]));
  return pages.flatMap(({ path, text }) =>
    [...withoutCode(text).matchAll(LINK)].flatMap(({ 1: link, 2: attribute }) => {
      const target = link ?? attribute ?? '';
      if (OUTSIDE.test(target)) return [];
      const [file = '', anchor] = target.split('#');
      const wanted = file === '' ? path : join(dirname(path), decodeURI(file));
      if (!existsSync(join(root, wanted))) return [`${path}: ${target}`];
      // GitHub and GitLab show a folder's README with the folder.
      const names = anchors.get(wanted) ?? anchors.get(join(wanted, 'README.md'));
      const leadsSomewhere = anchor === undefined || anchor === 'readme' || names?.has(anchor);
      return leadsSomewhere ? [] : [`${path}: ${target}`];
    }),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The anchors of a page, as code hosts make them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const plain = text.replace(/^```[\s\S]*?^```/gm, '');
  for (const [, heading = ''] of plain.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const name = githubSlug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
    // If several headings have the same text, the second gets -1 and the third -2.
    let unique = name;
    for (let count = 1; names.has(unique); count += 1) unique = `${name}-${count}`;
    names.add(unique);
  }
  for (const [, name = ''] of plain.matchAll(/<a (?:id|name)="([^"]+)"/g)) names.add(name);
  return names;
}
