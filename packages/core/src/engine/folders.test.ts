import { expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const inFolder = (path: string) =>
  Object.defineProperty(new File(['1'], path.split('/').at(-1) ?? ''), 'webkitRelativePath', {
    value: path,
  });

test.each([
  ['kept', ['Urlaub/Strand/a.jpg', undefined]],
  ['told', ['Urlaub/Strand/a.jpg', undefined]],
  [undefined, [undefined, undefined]], // Older servers refuse the field.
] as const)(
  'a backend whose policy says that folders are %s gets the paths %j',
  async (folders, paths) => {
    const { uploader, s3, clock } = createTestUploader({
      batching: true,
      policy: { integrity: 'none', folders },
    });
    const create = vi.spyOn(s3.backend, 'create');
    const uploads = uploader.addAll([inFolder('Urlaub/Strand/a.jpg'), new File(['1'], 'b.jpg')]);
    await clock.runUntil(Promise.all(uploads.map(({ completed }) => completed)));
    const files = create.mock.calls.flatMap(([request]) => request.files);
    expect(files.map(({ relativePath }) => relativePath)).toEqual(paths);
  },
);
