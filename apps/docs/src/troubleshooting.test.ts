import { ERROR_CODES } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { readPages } from './pages.ts';

test('troubleshooting has a section for each error code, in their order, with its status', () => {
  const page = readPages().find(({ path }) => path === 'docs/troubleshooting.md');
  const sections = [...(page?.text ?? '').matchAll(/^## `(.+)`$/gm)].map(([, code]) => code);
  expect(sections).toEqual(Object.keys(ERROR_CODES));
  for (const [code, { status, retryable }] of Object.entries(ERROR_CODES)) {
    expect(page?.text).toMatch(
      new RegExp(
        String.raw`^\| \[\`${code}\`\]\(#${code}\) +\| ${status || ''} *\| ${retryable ? 'yes' : ''} *\|$`,
        'm',
      ),
    );
  }
});
