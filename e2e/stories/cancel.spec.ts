import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

test('a canceled upload leaves no object and no unfinished upload', async ({
  widget,
  files,
  storage,
}) => {
  const film = await files.make('film.bin', 100 * MiB);
  holdPartsFrom(storage, 4);
  await widget.pick(film);
  await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(3);

  await widget.button('Cancel', film).click();
  await expect.poll(() => storage.unfinishedUploads()).toBe(0);

  await expect.poll(() => storage.requestsUnderWay).toBe(0);
  await storage.holdsExactly([]);
});

test('a canceled small file leaves no object', async ({ widget, files, storage }) => {
  const note = await files.make('note.txt', 1_000);
  storage.faults.add({
    operation: 'PutObject',
    moment: 'applied',
    fault: { kind: 'delay', delayMs: 600_000 },
  });
  await widget.pick(note);
  await expect.poll(async () => (await storage.objects()).length).toBe(1);

  await widget.button('Cancel', note).click();

  await expect.poll(async () => (await storage.objects()).length).toBe(0);
});
