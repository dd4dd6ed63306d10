import { appendFile, rm } from 'node:fs/promises';
import { uploadHalf } from '../rig/half-way.ts';
import { KillableBrowser } from '../rig/killable-browser.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R22',
    fault: 'the user reloads the page halfway and picks the same file again',
    expected: 'the upload completes, and only the parts in flight are sent again',
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
      fault: `after a reload, the user picks a file with the same name, size, time, start and end, but another byte in a part ${where}`,
      expected: 'the object is that file, without a byte of the other',
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
    fault: 'the file changes halfway',
    expected: 'an error says so, and nothing is left on S3',
    fails: 'file-changed',
    size: 20 * PART,
    chromiumOnly: 'Firefox does not notice that the file changed, and continues',
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
    fault: 'the file is deleted halfway',
    expected: 'an error says so, and nothing is left on S3',
    fails: 'file-changed',
    size: 20 * PART,
    chromiumOnly: 'Firefox can still read a deleted file',
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
    fault: 'the browser blocks all storage of the page',
    expected: 'the upload completes, and the engine says that it cannot resume',
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
    fault: 'the storage quota of the page is used up',
    expected: 'the upload completes, and the engine says that it cannot resume',
    chromiumOnly: 'only Chromium lets a test lower the storage quota',
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

for (const [how, goOn] of [
  ['the user picks the same file again', 'pick'],
  ['the page has a handle of the file, and the user resumes with one click', 'click'],
] as const) {
  row(
    {
      id: 'R31',
      fault: `the browser is killed halfway and restarts with the same profile; ${how}`,
      expected: 'the upload completes, and only the parts in flight are sent again',
      resentBytes: 4 * PART,
      chromiumOnly:
        'only in Chromium can the test tell which process to kill, and only there do files have handles',
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
