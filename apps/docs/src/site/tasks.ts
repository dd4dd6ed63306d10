import { linkTarget } from './link-target.ts';
import type { SitePage } from './site-pages.ts';

/** One row of the table in `docs/README.md`: what a reader came for, and the pages that help. */
export interface Task {
  readonly task: string;
  readonly links: readonly { readonly text: string; readonly link: string }[];
}

/** The rows of the table in `docs/README.md`. */
export function tasksOf({ path, text }: Pick<SitePage, 'path' | 'text'>): readonly Task[] {
  return [...text.matchAll(/^\| (?!to |-)(.+?) +\| (.+?) +\|$/gm)].map(
    ([, task = '', read = '']) => ({
      task,
      links: [...read.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text = '', href = '']) => ({
        text,
        link: linkTarget(path, href) ?? '',
      })),
    }),
  );
}
