import { expect, test } from 'vitest';
import { foundFiles } from './found-files.ts';

function file(name: string, folder = ''): File {
  const value = folder && `${folder}/${name}`;
  return Object.defineProperty(new File(['1'], name), 'webkitRelativePath', { value });
}

test('files of a folder are sorted by their paths, and other files keep their places', () => {
  const found = [
    file('z.txt'),
    file('10.jpg', 'album'),
    file('b.jpg', 'album/back'),
    file('a.txt'),
    file('9.jpg', 'album'),
  ];
  const { files } = foundFiles('pick', found);
  expect(files.map(({ webkitRelativePath, name }) => webkitRelativePath || name)).toEqual([
    'z.txt',
    'album/9.jpg',
    'album/10.jpg',
    'a.txt',
    'album/back/b.jpg',
  ]);
});

test('files that operating systems leave in folders are left out, unless the user picks them', () => {
  const found = [
    file('.DS_Store', 'album'),
    file('Thumbs.db'),
    file('desktop.ini', 'album'),
    file('a.jpg', 'album'),
  ];
  expect(foundFiles('pick', found).files.map(({ name }) => name)).toEqual(['Thumbs.db', 'a.jpg']);
});
