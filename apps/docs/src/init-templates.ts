import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages.ts';

/** The path of the templates from the repository's root. */
export const TEMPLATES_PATH = 'packages/server/src/init/templates.ts';

/** The pages with files that `slipway init` writes, and the command that starts a local store. */
const PAGES = ['docs/frameworks.md', 'docs/getting-started.md'];
const WANTED = (title: string) => title.endsWith('.js') || title === 'storage';

/** Renders a module with the files of the pages, by their titles. */
export function renderInitTemplates(): string {
  const files = PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return [...text.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)].flatMap(
      ([, title = '', code = '']) => (WANTED(title) ? [[title, code] as const] : []),
    );
  });
  const entries = files.map(([title, code]) => {
    if (/[`\\]|\$\{/.test(code)) throw new Error(`${title} cannot be a template.`);
    return `  ${/^\w+$/.test(title) ? title : `'${title}'`}: \`${code}\`,\n`;
  });
  return `// \`pnpm --filter @slipway/docs generate\` makes this file from ${PAGES.join(' and ')}.

/** Files of the documentation by their titles. Tests of those pages run them as they are. */
export const TEMPLATES = {
${entries.join('')}} as const;
`;
}
