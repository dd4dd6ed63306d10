import { appendFile, rm } from 'node:fs/promises';
import { uploadHalf } from '../rig/half-way.ts';
import { KillableBrowser } from '../rig/killable-browser.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R22',
    fault: 'the page is loaded anew at half, and the same file picked again',
    expected: 'done, and of the parts only those in flight are sent again',
    resentBytes: 4 * PART,
    quick: true,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    await lab.engine.open();
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(1);
  },
);

for (const [where, offset, creates] of [
  ['that S3 holds', PART / 2, 2],
  ['that S3 does not hold', 7.5 * PART, 1],
] as const) {
  row(
    {
      id: 'R23',
      fault: `after a reload, a file of the same name, size, time, beginning and end, with another byte in a part ${where}`,
      expected: 'the object is that file, with nothing of the other',
      resentBytes: 8 * PART,
    },
    async ({ lab, film }) => {
      await uploadHalf(lab, film);
      await lab.engine.open();
      lab.s3.bytesPerSecond = Number.POSITIVE_INFINITY;
      await lab.pick(await lab.files.alter(film, offset));
      await lab.engine.reaches('completed');
      expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(creates);
    },
  );
}

row(
  {
    id: 'R24',
    fault: 'the file is changed at half',
    expected: 'it says so, and leaves nothing at S3',
    fails: 'file-changed',
    size: 20 * PART,
    chromiumOnly: 'Firefox does not notice that a file is another one, and goes on',
    quick: true,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    await appendFile(film.path, 'more');
  },
);

row(
  {
    id: 'R24',
    fault: 'the file is deleted at half',
    expected: 'it says so, and leaves nothing at S3',
    fails: 'file-changed',
    size: 20 * PART,
    chromiumOnly: 'Firefox goes on to read a file that was deleted',
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    await rm(film.path);
  },
);

for (const [fault, fails, act] of [
  ['deleted', 'file-unreadable', (path: string) => rm(path)],
  ['written to', 'file-changed', (path: string) => appendFile(path, 'more')],
] as const) {
  row(
    {
      id: 'R24',
      fault: `an empty file is ${fault} before it is sent`,
      expected: 'it says so, and nothing is created at S3',
      fails,
      size: 0,
      quick: true,
    },
    async ({ lab, film }) => {
      const { page } = lab.engine;
      const context = page.context();
      await page.evaluate(() => window.uploader.warmUp());
      await context.setOffline(true);
      await lab.pick(film);
      await lab.engine.reaches('paused: offline');
      await act(film.path);
      await context.setOffline(false);
    },
  );
}

row(
  {
    id: 'R26',
    fault: 'the browser lets no page store anything',
    expected: 'done, and it says that it cannot resume',
  },
  async ({ lab, film }) => {
    await lab.engine.page.addInitScript(() =>
      Object.defineProperty(window, 'indexedDB', {
        get() {
          throw new DOMException('Storage is blocked.', 'SecurityError');
        },
      }),
    );
    await lab.engine.open();
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(await lab.engine.canResume()).toBe(false);
  },
);

row(
  {
    id: 'R26',
    fault: 'the storage of the page is used up',
    expected: 'done, and it says that it cannot resume',
    chromiumOnly: 'only Chromium can be given less room',
  },
  async ({ lab, film }) => {
    const { page } = lab.engine;
    const browser = await page.context().newCDPSession(page);
    await browser.send('Storage.overrideQuotaForOrigin', { origin: lab.front.url, quotaSize: 1 });
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(await lab.engine.canResume()).toBe(false);
  },
);

for (const [file, fault, goOn] of [
  ['the same file picked again', '', 'pick'],
  ['the upload resumed by one click', ', the page having had a handle of the file', 'click'],
] as const) {
  row(
    {
      id: 'R31',
      fault: `the browser is killed at half and started again with the same profile${fault}; ${file}`,
      expected: 'done, and of the parts only those in flight are sent again',
      resentBytes: 4 * PART,
      chromiumOnly:
        'only of Chromium is it known which process to kill, and only there do files come with handles',
    },
    async ({ lab, film }) => {
      const browser = await KillableBrowser.create();
      try {
        await lab.moveTo(await browser.start());
        if (goOn === 'pick') await uploadHalf(lab, film);
        else await uploadHalf(lab, film, (file) => lab.pickWithHandle(file));
        await browser.kill();
        await lab.moveTo(await browser.start());
        if (goOn === 'pick') await lab.pick(film);
        else await lab.engine.resumeUnfinished(film);
        await lab.engine.reaches('completed');
        expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(1);
      } finally {
        await browser.remove();
      }
    },
  );
}
