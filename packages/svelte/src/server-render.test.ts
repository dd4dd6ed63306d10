import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import Files from '../testing/files.svelte';
import One from '../testing/one.svelte';

test('a server renders a component without uploads, and touches no browser API', () => {
  const { body } = render(Files, { props: { source: { endpoint: '/api' } } });

  expect(body).toContain('0 files, 0 unfinished, policy undefined');
});

test('a component without an uploader throws an error that says what to call', () => {
  expect(() => render(One, { props: { id: 'a' } }).body).toThrow('provideUploader');
});
