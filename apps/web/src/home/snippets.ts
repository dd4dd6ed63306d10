import gettingStarted from '../../../../docs/getting-started.md?raw';
import dropIn from '../../public/drop-in/index.html?raw';

const { './try-it.tsx': tryIt = '' } = import.meta.glob<string>('./try-it.tsx', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Code of one of the pages, or code that a test runs unchanged. */
export interface Snippet {
  readonly title: string;
  /** A readable name of its source. */
  readonly source: string;
  readonly code: string;
}

/** Each snippet is read from the real file, so none is a copy. */
export const SNIPPETS: readonly Snippet[] = [
  { title: 'React', source: 'apps/web/src/home/try-it.tsx, the widget above', code: tryIt.trim() },
  {
    title: 'HTML',
    source: 'apps/web/public/drop-in/index.html, the drop-in page',
    code: [
      dropIn.match(/<script[^>]*slipway-upload\.js[^>]*><\/script>/)?.[0],
      outdent(dropIn.match(/^ *<form[\s\S]*<\/form>/m)?.[0]),
    ].join('\n\n'),
  },
  {
    title: 'Express',
    source: 'docs/getting-started.md, which a test runs unchanged',
    code: gettingStarted.match(/```ts title="server\.ts"\n([\s\S]*?)\n```/)?.[1] ?? '',
  },
];

/** Removes the indentation of the first line from all lines. */
function outdent(text = ''): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
