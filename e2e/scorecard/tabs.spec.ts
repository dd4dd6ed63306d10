import { uploadHalf } from '../rig/half-way.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R25',
    fault: 'a second tab gets the file that the first one uploads',
    expected: 'one uploads, the other follows, and both report the same object',
    quick: true,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    lab.s3.bytesPerSecond = PART / 4; // However long a tab takes to open, the upload takes longer.
    const tab = await lab.openTab();
    await tab.pick(film);
    await tab.reaches('paused: other-page');
    const loaded = async () => (await tab.uploads())[0]?.progress.loaded ?? 0;
    await expect.poll(loaded, { timeout: 20_000 }).toBeGreaterThan(2 * PART);

    lab.s3.bytesPerSecond = Number.POSITIVE_INFINITY;
    await lab.engine.reaches('completed');
    await tab.reaches('completed');
    expect(tab.outcomes).toEqual([`${film.name}: completed`]);
    expect(lab.storage.requests('CompleteMultipartUpload')).toHaveLength(1);
  },
);

row(
  {
    id: 'R25',
    fault: 'a second tab follows the first one, and the first one closes halfway',
    expected: 'the second tab takes over, and only the parts in flight are sent again',
    resentBytes: 4 * PART,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    const tab = await lab.openTab();
    await tab.pick(film);
    await tab.reaches('paused: other-page');
    await lab.engine.page.close();
    lab.switchTo(tab);
    lab.s3.bytesPerSecond = Number.POSITIVE_INFINITY;
    await tab.reaches('completed');
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(1);
  },
);

row(
  {
    id: 'R25',
    fault: 'two tabs reload halfway and get the file at the same time',
    expected: 'one resumes, the other follows, and only the parts in flight are sent again',
    resentBytes: 4 * PART,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    await lab.engine.open();
    const tab = await lab.openTab();
    await Promise.all([lab.pick(film), tab.pick(film)]);
    lab.s3.bytesPerSecond = Number.POSITIVE_INFINITY;
    await Promise.all([lab.engine.reaches('completed'), tab.reaches('completed')]);
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(1);
    expect(lab.storage.requests('CompleteMultipartUpload')).toHaveLength(1);
  },
);
