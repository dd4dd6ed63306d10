import { expect, test } from 'vitest';
import { readDroppedFiles } from './dropped-files.ts';

type Item = Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'>;

test('a drop returns its files in order, including those of folders at any depth', async () => {
  const film = folder('film', [file('take 1.mov'), folder('stills', [file('a.png')])]);

  const { files, unreadable } = await readDroppedFiles({
    items: [dropped(file('first.txt')), dropped(film), dropped(file('last.txt'))],
  });

  expect(files.map(({ name }) => name)).toEqual(['first.txt', 'a.png', 'take 1.mov', 'last.txt']);
  expect(unreadable).toBe(0);
});

test('a drop reads a whole folder, whatever page size the browser uses', async () => {
  const many = Array.from({ length: 250 }, (_, i) => file(`${i}.jpg`));

  const { files } = await readDroppedFiles({ items: [dropped(folder('photos', many, 100))] });

  expect(files).toHaveLength(250);
});

test('a drop reads a few files of a large folder at a time', async () => {
  let atOnce = 0;
  let most = 0;
  const slow = Array.from({ length: 250 }, (_, i) => ({
    ...file(`${i}.jpg`),
    file(resolve: (file: File) => void) {
      most = Math.max(most, ++atOnce);
      setTimeout(() => {
        atOnce--;
        resolve(new File(['x'], `${i}.jpg`));
      });
    },
  }));

  const { files } = await readDroppedFiles({ items: [dropped(folder('photos', slow, 250))] });

  expect(files.map(({ name }) => name)).toEqual(slow.map(({ name }) => name));
  expect(most).toBe(50);
});

test('a drop reads its items before it waits, because the browser clears them after the event', async () => {
  let isOver = false;
  const item: Item = {
    kind: 'file',
    getAsFile: () => (isOver ? null : new File([], 'a.txt')),
    webkitGetAsEntry: () => null,
  };

  const reading = readDroppedFiles({ items: [item, item] });
  isOver = true;

  expect((await reading).files).toHaveLength(2);
});

test('a drop counts unreadable files and returns the others', async () => {
  const broken = { ...file('secret.txt'), file: (_: unknown, fail: () => void) => fail() };

  const { files, unreadable } = await readDroppedFiles({
    items: [dropped(folder('mixed', [broken as FileSystemFileEntry, file('fine.txt')]))],
  });

  expect(files.map(({ name }) => name)).toEqual(['fine.txt']);
  expect(unreadable).toBe(1);
});

test('a drop skips the system files of folders', async () => {
  const { files } = await readDroppedFiles({
    items: [dropped(folder('docs', [file('.DS_Store'), file('Thumbs.db'), file('.env')]))],
  });

  expect(files.map(({ name }) => name)).toEqual(['.env']);
});

test('dragged text contains no files', async () => {
  const text: Item = { kind: 'string', getAsFile: () => null, webkitGetAsEntry: () => null };

  const nothing = { source: 'drop', files: [], handles: new Map(), unreadable: 0 };
  expect(await readDroppedFiles({ items: [text] })).toEqual(nothing);
});

test('a file of a dropped folder has its path, as if the user had picked the folder', async () => {
  const still = { ...file('a.png'), fullPath: '/film/stills/a.png' };
  const { files } = await readDroppedFiles({ items: [dropped(folder('film', [still]))] });
  expect(files.map((found) => found.webkitRelativePath)).toEqual(['film/stills/a.png']);
});

test('a large dropped file has a handle, and a small one uploads too fast to need one', async () => {
  const large = new File([new Uint8Array(6 * 1024 ** 2)], 'large.bin');
  const small = new File(['x'], 'small.bin');
  const handle = { kind: 'file', name: 'large.bin' } as FileSystemFileHandle;
  const refused = new File([large], 'refused.bin');

  const { files, handles } = await readDroppedFiles({
    items: [
      kept(large, async () => handle),
      kept(small, async () => handle),
      kept(refused, () => Promise.reject(new DOMException('no', 'NotAllowedError'))),
    ],
  });

  expect(files).toEqual([large, small, refused]);
  expect([...handles]).toEqual([[large, handle]]);
});

test('the handle of a dropped folder gives the handles of its large files', async () => {
  const large = new File([new Uint8Array(6 * 1024 ** 2)], 'large.bin');
  const entry = {
    ...file('large.bin'),
    fullPath: '/film/large.bin',
    file: (resolve: (file: File) => void) => resolve(large),
  };
  const handle = { kind: 'file', name: 'large.bin' };
  const asked: string[] = [];
  const folderHandle = {
    kind: 'directory',
    getFileHandle(name: string) {
      asked.push(name);
      return Promise.resolve(handle);
    },
  } as unknown as FileSystemDirectoryHandle;

  const { files, handles } = await readDroppedFiles({
    items: [
      {
        ...dropped(folder('film', [entry, file('small.txt')])),
        getAsFileSystemHandle: async () => folderHandle,
      },
      {
        ...dropped(folder('other', [entry])),
        getAsFileSystemHandle: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
      },
    ],
  });

  expect(files).toHaveLength(3);
  expect([...handles]).toEqual([[large, handle]]);
  expect(asked).toEqual(['large.bin']);
});

function file(name: string): FileSystemFileEntry {
  return {
    ...entry(name),
    isFile: true,
    file: (resolve) => queueMicrotask(() => resolve(new File(['x'], name))),
  };
}

function folder(
  name: string,
  children: readonly FileSystemEntry[],
  pageSize = 2,
): FileSystemDirectoryEntry {
  const createReader = () => {
    const left = [...children];
    return {
      readEntries: (resolve: (page: FileSystemEntry[]) => void) =>
        queueMicrotask(() => resolve(left.splice(0, pageSize))),
    };
  };
  return {
    ...entry(name),
    isDirectory: true,
    createReader,
    getDirectory: notAsked,
    getFile: notAsked,
  };
}

function entry(name: string): FileSystemEntry {
  const filesystem = {
    name: '',
    get root(): never {
      throw new Error('not asked for');
    },
  };
  return {
    name,
    fullPath: `/${name}`,
    isFile: false,
    isDirectory: false,
    filesystem,
    getParent: notAsked,
  };
}

function notAsked(): void {}

function dropped(found: FileSystemEntry): Item {
  return {
    kind: 'file',
    getAsFile: () => (found.isFile ? new File(['x'], found.name) : null),
    webkitGetAsEntry: () => found,
  };
}

function kept(found: File, getAsFileSystemHandle: () => Promise<FileSystemFileHandle | null>) {
  return {
    kind: 'file',
    getAsFile: () => found,
    webkitGetAsEntry: () => null,
    getAsFileSystemHandle,
  };
}
