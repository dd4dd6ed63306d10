import { beginSome, test } from '../rig/admin-console.ts';
import { findAxeFaults } from '../rig/axe.ts';
import { expect } from '../rig/fixtures.ts';

// One quick story for each page; all of them: `npm run test:pages`.

test('an admin aborts an unfinished upload, and is told what that frees @chromium', async ({
  console,
  storage,
}) => {
  await beginSome(storage);
  await console.open();
  await expect(console.rows()).toHaveCount(4);
  await expect(console.rows('film.mov')).toContainText('5 MB');
  expect(await findAxeFaults(console.page)).toEqual([]);

  await console.page.getByLabel(/^Select .*film\.mov$/).check();
  await console.button('Abort 1 upload…').click();
  await expect(console.dialog).toContainText('5 MB in 2 parts will be freed');
  expect(await findAxeFaults(console.page)).toEqual([]);
  await console.button('Abort').click();

  await expect(console.dialog).toContainText('1 upload aborted, 5 MB freed.');
  await console.button('Close').click();
  await expect(console.rows()).toHaveCount(3);
  expect(await storage.unfinishedUploads()).toBe(3);
});
