import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { Uploader } from '../index.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

test('a server-rendered page hydrates without warnings and uploads the file picked before', async () => {
  const complaints = vi.spyOn(console, 'error');
  const container = document.body.appendChild(document.createElement('div'));
  const widget = <Uploader endpoint="/no-backend" />;
  container.innerHTML = renderToString(widget);
  pick(new File(['1'], 'early.txt'));

  const root = hydrateRoot(container, widget, {
    onRecoverableError: (error) => console.error(error),
  });

  // The answer of a real request: the uploader behind the hydrated widget works.
  await expect.element(page.getByText("Uploads aren't set up on this page.")).toBeVisible();
  await expect.element(page.getByRole('listitem')).toHaveTextContent('early.txt');
  expect(complaints).not.toHaveBeenCalled();
  root.unmount();
});

test("the uploader survives StrictMode's double mount, and closes with the widget", async () => {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  root.render(
    <StrictMode>
      <Uploader endpoint="/no-backend" />
    </StrictMode>,
  );
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();

  pick(new File(['1'], 'one.txt'));

  await expect.element(page.getByText("Uploads aren't set up on this page.")).toBeVisible();
  root.unmount();
  expect(container.childElementCount).toBe(0);
});

test('a new endpoint creates a new uploader with its own list', async () => {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader endpoint="/one" />);
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();
  pick(new File(['1'], 'one.txt'));
  await expect.element(page.getByRole('listitem')).toBeVisible();

  root.render(<Uploader endpoint="/two" />);

  await expect.element(page.getByRole('listitem')).not.toBeInTheDocument();
  root.unmount();
});

test('each request to the backend carries the current headers', async () => {
  const requests = vi.spyOn(globalThis, 'fetch');
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Uploader endpoint="/no-backend" headers={{ authorization: 'Bearer old' }} />);
  await expect.element(page.getByLabelText('Browse files')).toBeInTheDocument();
  root.render(
    <Uploader endpoint="/no-backend" headers={() => ({ authorization: 'Bearer new' })} />,
  );

  // The request for the policy may still carry the first headers.
  await vi.waitFor(() => {
    pick(new File(['1'], 'one.txt'));
    const headers = new Headers(requests.mock.lastCall?.[1]?.headers);
    expect(headers.get('authorization')).toBe('Bearer new');
  });
  root.unmount();
});

function pick(file: File): void {
  const input = page.getByLabelText('Browse files').element() as HTMLInputElement;
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
