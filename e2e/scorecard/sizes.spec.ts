import { expect, PART, row } from '../rig/row.ts';

const MiB = 1024 ** 2;

row(
  {
    id: 'R28',
    fault: 'the user reloads the page after 1,100 of 1,200 parts of 5 MiB',
    expected: 'S3 lists the parts page by page, and none that it has is sent again',
    environment: { SLIPWAY_PART_SIZE: '5MiB' },
    size: 0,
    resentBytes: 4 * 5 * MiB,
    withinMs: 600_000,
    limitMs: 1_500_000,
    once: true,
  },
  async ({ lab }) => {
    const film = await lab.files.makeSparse('long film.bin', 1_200 * 5 * MiB);
    await lab.pick(film);
    const stored = () => lab.storage.storedParts().length;
    await expect.poll(stored, { timeout: 600_000 }).toBeGreaterThan(1_100);
    await lab.engine.open();
    await lab.pick(film);
    await lab.engine.reaches('completed', 600_000);
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(1);
  },
);

row(
  {
    id: 'R29',
    fault: 'files have 0 B, 1 B, one part and 5 MiB, and one byte more and less',
    expected: 'all objects exist, byte for byte',
    size: 0,
    quick: true,
  },
  async ({ lab }) => {
    const sizes = [0, 1, PART - 1, PART, PART + 1, 5 * MiB - 1, 5 * MiB, 5 * MiB + 1];
    const files = await Promise.all(sizes.map((size) => lab.files.make(`${size} bytes`, size)));
    await lab.pick(...files);
  },
);
