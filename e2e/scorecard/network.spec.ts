import { uploadHalf } from '../rig/half-way.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R06',
    fault: 'the browser goes offline for 60 s in mid-upload',
    expected: 'the upload waits, then resumes without help',
    resentBytes: 4 * PART,
    ownsClock: true,
    quick: true,
  },
  async ({ lab, film }) => {
    const { page } = lab.engine;
    await uploadHalf(lab, film);
    // The browser's offline mode does not end requests in flight.
    await page.context().setOffline(true);
    await Promise.all([lab.s3.cut(), lab.front.cut()]);
    await lab.engine.reaches('paused: offline');

    await page.clock.fastForward(60_000);
    await Promise.all([lab.s3.restore(), lab.front.restore()]);
    await lab.engine.reaches('paused: offline');
    await page.context().setOffline(false);
  },
);

row(
  {
    id: 'R07',
    fault: 'S3 is unreachable for 60 s while the browser reports that it is online',
    expected: 'the upload waits, uses no attempt, then resumes without help',
    resentBytes: 4 * PART,
    ownsClock: true,
    quick: true,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    await lab.s3.cut();
    await lab.engine.reaches('paused: offline');
    const before = lab.s3.requests.length;
    for (let second = 0; second < 60; second++) await lab.engine.page.clock.runFor(1_000);
    expect(lab.engine.outcomes).toEqual([]);
    expect(lab.s3.requests.length).toBe(before);
    await lab.s3.restore();
    // The engine polls the network at least this often.
    await lab.engine.page.clock.runFor(30_000);
  },
);

row(
  {
    id: 'R08',
    fault: 'the browser freezes the page for 120 s, and its sockets are killed',
    expected: 'the upload resumes and completes once',
    resentBytes: 4 * PART,
    ownsClock: true,
    chromiumOnly: 'only Chromium lets a test freeze a page',
  },
  async ({ lab, film }) => {
    const { page } = lab.engine;
    const browser = await page.context().newCDPSession(page);
    await uploadHalf(lab, film);
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
    lab.s3.resetConnections();
    lab.front.resetConnections();
    await page.clock.fastForward(120_000);
    await browser.send('Page.setWebLifecycleState', { state: 'active' });
    await lab.engine.reaches('completed');
    expect(lab.storage.requests('CompleteMultipartUpload')).toHaveLength(1);
  },
);
