import { uploadHalf } from '../rig/half-way.ts';
import { expect, PART, row } from '../rig/row.ts';

const MiB = 1024 ** 2;

row(
  {
    id: 'R09',
    fault: 'URLs expire after 2 s on a link that needs 8 s for the file',
    expected: 'the upload completes with fresh URLs, and the user sees no error',
    environment: { SLIPWAY_URL_LIFETIME_SECONDS: '2' },
    resentBytes: 4 * PART,
  },
  async ({ lab, film }) => {
    lab.s3.bytesPerSecond = 8 * MiB;
    await lab.pick(film);
    await lab.engine.reaches('completed');
    const presigned = lab.front.requests.filter(({ path }) => path.endsWith('/presign'));
    expect(presigned.length).toBeGreaterThan(0);
    expect(await lab.engine.statuses()).not.toContain('paused');
  },
);

row(
  {
    id: 'R10',
    fault: 'the credentials that signed the URLs expire in mid-upload',
    expected: 'the upload completes with URLs of the next credentials, and the user sees no error',
    asRole: true,
    size: 20 * PART,
    resentBytes: 4 * PART,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    lab.role?.rotate();
    const refused = () => lab.storage.requests('UploadPart').filter(({ status }) => status === 400);
    await expect.poll(() => refused().length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(refused()[0]?.errorCode).toBe('ExpiredToken');
  },
);

row(
  {
    id: 'R11',
    fault: "the signer's clock is 20 min slow and is corrected in mid-upload",
    expected: 'the upload completes with valid URLs, after S3 has rejected a few',
    size: 20 * PART,
    resentBytes: 8 * PART,
  },
  async ({ lab, film }) => {
    // Only the difference counts: if S3's clock is ahead, the signer's clock is slow.
    lab.storage.setClockOffset(20 * 60_000);
    await uploadHalf(lab, film);
    lab.storage.setClockOffset(0);
    await lab.engine.reaches('completed');
    const refused = lab.storage.requests('UploadPart').filter(({ status }) => status === 403);
    expect(refused.length).toBeLessThanOrEqual(8);
    expect(await lab.engine.statuses()).not.toContain('paused');
  },
);
