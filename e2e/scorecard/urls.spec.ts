import { uploadHalf } from '../rig/half-way.ts';
import { expect, PART, row } from '../rig/row.ts';

const MiB = 1024 ** 2;

row(
  {
    id: 'R09',
    fault: 'URLs live 2 s, on a link on which the file takes 8 s',
    expected: 'done by fresh URLs, and nobody sees a thing',
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
    expected: 'done by URLs of the next ones, and nobody sees a thing',
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
    fault: "the signer's clock is 20 min slow, and put right in mid-upload",
    expected: 'done by URLs that S3 takes, after few that it refused',
    size: 20 * PART,
    resentBytes: 8 * PART,
  },
  async ({ lab, film }) => {
    // Clocks only differ: that S3's is ahead is that the signer's is slow.
    lab.storage.setClockOffset(20 * 60_000);
    await uploadHalf(lab, film);
    lab.storage.setClockOffset(0);
    await lab.engine.reaches('completed');
    const refused = lab.storage.requests('UploadPart').filter(({ status }) => status === 403);
    expect(refused.length).toBeLessThanOrEqual(8);
    expect(await lab.engine.statuses()).not.toContain('paused');
  },
);
