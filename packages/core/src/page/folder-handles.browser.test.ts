import { afterEach, expect, test } from 'vitest';
import { findHandles } from './folder-handles.ts';

/** A real folder in the origin's private file system. */
const root = await navigator.storage.getDirectory();

afterEach(() => root.removeEntry('film', { recursive: true }));

test('a file at any depth of a dropped folder has a handle that reads its bytes', async () => {
  const film = await root.getDirectoryHandle('film', { create: true });
  const stills = await film.getDirectoryHandle('stills', { create: true });
  await write(film, 'take.mov', 'take');
  await write(stills, 'harbour.raw', 'harbour');
  const [take, harbour] = [dropped('film/take.mov'), dropped('film/stills/harbour.raw')];

  const found = new Map(await findHandles(film, [take, harbour]));

  expect(await read(found.get(take))).toBe('take');
  expect(await read(found.get(harbour))).toBe('harbour');
});

test('a file that moved after the drop has no handle, and the others keep theirs', async () => {
  const film = await root.getDirectoryHandle('film', { create: true });
  await write(film, 'take.mov', 'take');
  const [take, gone, lost] = ['film/take.mov', 'film/gone.mov', 'film/lost/a.mov'].map(dropped);

  const found = await findHandles(film, [gone, lost, take] as File[]);

  expect(found.map(([file]) => file)).toEqual([take]);
});

async function write(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
}

/** A file as a drop returns it. */
function dropped(path: string): File {
  const file = new File(['dropped'], path.split('/').at(-1) ?? '');
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

async function read(handle: { getFile(): Promise<File> } | undefined): Promise<string> {
  return (await handle?.getFile())?.text() ?? '';
}
