import { createTestUploader } from '@slipway/core/testing';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Uploader, UploaderProvider, useUploads } from './index.ts';

test('the widget renders on a server', () => {
  const html = renderToString(<Uploader endpoint="/api" className="mine" theme="dark" />);

  expect(html).toContain('class="slipway-uploader mine"');
  expect(html).toContain('data-theme="dark"');
  expect(html).toContain('Browse files');
  // A strict Content Security Policy refuses inline styles.
  expect(html).not.toContain('style=');
});

test('a server renders the widget of an own uploader without the list, which loads in the browser', () => {
  const { uploader } = createTestUploader({ autoStart: false });
  uploader.add(new File(['12345'], 'five.txt'));

  const html = renderToString(<Uploader uploader={uploader} />);

  expect(html).toContain('data-filled="true"');
  expect(html).not.toContain('role="alert"');
  expect(html).not.toContain('five.txt');
});

test('hooks use the uploader of the surrounding provider, and throw an error that names it if there is none', () => {
  const { uploader } = createTestUploader({ autoStart: false });
  uploader.add(new File([], 'empty.txt'));

  const html = renderToString(
    <UploaderProvider uploader={uploader}>
      <Count />
    </UploaderProvider>,
  );

  expect(html).toBe('<b>1</b>');
  expect(() => renderToString(<Count />)).toThrow('<UploaderProvider');
  expect(() => renderToString(<Uploader />)).toThrow('endpoint');
});

function Count() {
  return <b>{useUploads().totals.count}</b>;
}
