import { createTestUploader } from '@slipway/core/testing';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Uploader, UploaderProvider, useUploads } from './index.ts';

test('the widget renders where there is no browser', () => {
  const html = renderToString(<Uploader endpoint="/api" className="mine" theme="dark" />);

  expect(html).toContain('class="slipway-uploader mine"');
  expect(html).toContain('data-theme="dark"');
  expect(html).toContain('Browse files');
  // Inline styles would be refused by a strict Content Security Policy.
  expect(html).not.toContain('style=');
});

test('an own uploader renders with room for its files, whose list comes with the page alive', () => {
  const { uploader } = createTestUploader({ autoStart: false });
  uploader.add(new File(['12345'], 'five.txt'));

  const html = renderToString(<Uploader uploader={uploader} />);

  expect(html).toContain('data-filled="true"');
  expect(html).not.toContain('role="alert"');
  expect(html).not.toContain('five.txt');
});

test('hooks find the uploader of the provider around them, and say so when there is none', () => {
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
