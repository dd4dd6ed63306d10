import type { UploadPolicy } from '@slipway/core';
import { createTestUploader } from '@slipway/core/testing';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { type RenderDetails, type RenderZone, Uploader, type UploaderProps } from '../index.ts';

/** A renderer such as pages write. */
const renderZone: RenderZone = ({ isOver, policy }) => (
  <b>{isOver ? 'Let go' : `Drop your photos, ${policy?.maxFiles} at most`}</b>
);

const renderDetails: RenderDetails = ({ name, state }) =>
  state.status === 'completed' && <a href={`#${state.object.objectKey}`}>{`Open ${name}`}</a>;

let root: Root | undefined;

afterEach(() => {
  root?.unmount();
  document.body.replaceChildren();
});

test('each part has the class names of the page in addition to its own', async () => {
  const classNames = {
    uploader: 'mine',
    row: 'shadow',
    button: 'round',
    list: 'wide',
    zone: 'tall',
  };
  const { uploader } = open({ classNames, className: 'outer' });
  uploader.add(new File(['1'], 'a.txt'));
  await expect.element(page.getByText('1 file uploaded', { exact: true })).toBeVisible();

  for (const [part, chosen] of Object.entries(classNames)) {
    const pieces = document.querySelectorAll(`[part=${part}]`);
    expect(pieces.length, part).toBeGreaterThan(0);
    for (const { classList } of pieces) expect(classList, part).toContain(chosen);
    expect(document.querySelectorAll(`.${chosen}`), part).toHaveLength(pieces.length);
  }
  expect(document.querySelector('.slipway-uploader')?.className).toBe(
    'slipway-uploader mine outer',
  );
  await expect.element(page.getByRole('listitem')).toHaveClass('slipway-row', 'shadow');
});

test('the page renders the content of the drop zone, and a click on it still opens the picker', async () => {
  open({ renderZone }, { integrity: 'none', maxFiles: 3 });
  await expect.element(page.getByText('Drop your photos, 3 at most')).toBeVisible();
  expect(page.getByText('Drop files or folders here').elements()).toHaveLength(0);

  const input = page.getByLabelText('Browse files').element() as HTMLInputElement;
  let isOpened = false;
  input.addEventListener('click', (event) => {
    event.preventDefault();
    isOpened = true;
  });
  await page.getByText('Drop your photos, 3 at most').click();
  expect(isOpened).toBe(true);
});

test('the page adds content to the row of a file, and updates it with the state', async () => {
  const { uploader, s3 } = open({ renderDetails });
  const release = s3.hold('put');
  const { completed } = uploader.add(new File(['1'], 'a.txt'));
  await expect.element(page.getByRole('button', { name: 'Pause a.txt' })).toBeVisible();
  expect(page.getByRole('link').elements()).toHaveLength(0);

  release();
  const { objectKey } = await completed;

  const link = page.getByRole('listitem').getByRole('link', { name: 'Open a.txt' });
  await expect.element(link).toHaveAttribute('href', `#${objectKey}`);
});

function open(
  props: Pick<UploaderProps, 'classNames' | 'className' | 'renderZone' | 'renderDetails'>,
  policy?: UploadPolicy,
) {
  const opened = createTestUploader(policy ? { policy } : {});
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader uploader={opened.uploader} {...props} />);
  return opened;
}
