import { operation, parts } from '../rig/fault-rule.ts';
import { expect, PART, row } from '../rig/row.ts';

const KiB = 1024;
const MiB = 1024 ** 2;

row(
  {
    id: 'R01',
    fault: 'the connection of part 3 is reset after 1 MiB',
    expected: 'the upload completes, and at most one part is sent again',
    resentBytes: PART,
    quick: true,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({ match: parts(3), afterBytes: MiB, action: { kind: 'reset' } });
    await lab.pick(film);
    await expect.poll(() => lab.attempts.get(3)).toBe(2);
  },
);

row(
  {
    id: 'R02',
    fault: 'the first attempt at each part is reset',
    expected: 'the upload completes, and each part is sent again at most once',
    resentBytes: 8 * PART,
  },
  async ({ lab, film }) => {
    for (let part = 1; part <= 8; part++) {
      lab.s3.rules.add({ match: parts(part), afterBytes: MiB, action: { kind: 'reset' } });
    }
    await lab.pick(film);
    await expect
      .poll(() => [...lab.attempts.values()], { timeout: 30_000 })
      .toEqual(Array.from({ length: 8 }, () => 2));
  },
);

row(
  {
    id: 'R03',
    fault: 'a random fifth of the parts is reset',
    expected: 'the upload completes',
    resentBytes: 16 * PART,
    withinMs: 60_000,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({
      match: parts(),
      times: Number.POSITIVE_INFINITY,
      chance: 0.2,
      afterBytes: 2 * MiB,
      action: { kind: 'reset' },
    });
    await lab.pick(film);
  },
);

row(
  {
    id: 'R04',
    fault: 'S3 stops reading part 2 and never continues',
    expected: 'the watchdog aborts it within 35 s, and it is sent again',
    resentBytes: PART,
    ownsClock: true,
    quick: true,
  },
  async ({ lab, film }) => {
    // Stalls early. After more bytes, the kernel may buffer the rest, and the page would wait for the response instead.
    lab.s3.rules.add({ match: parts(2), afterBytes: 64 * KiB, action: { kind: 'stall' } });
    await lab.pick(film);
    // The page may not have read a response that S3 has sent. The jump in time would end that request too.
    await lab.engine.hasSent(7);
    await lab.engine.page.clock.fastForward(35_000);
    await expect.poll(() => lab.attempts.get(2)).toBe(2);
  },
);

row(
  {
    id: 'R05',
    fault: 'the response to part 2 is lost',
    expected: 'the response timer aborts it within 65 s, and it is sent again',
    resentBytes: PART,
    ownsClock: true,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({ match: parts(2), action: { kind: 'swallow-response' } });
    await lab.pick(film);
    await lab.engine.hasSent(7);
    await expect.poll(() => lab.storage.storedParts().length).toBe(8);
    await lab.engine.page.clock.fastForward(65_000);
    await expect.poll(() => lab.attempts.get(2)).toBe(2);
  },
);

row(
  {
    id: 'R14',
    fault: 'one bit of part 3 flips in transit',
    expected: 'S3 rejects it, and it is sent again',
    resentBytes: PART,
    quick: true,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({ match: parts(3), afterBytes: MiB, action: { kind: 'corrupt-byte' } });
    await lab.pick(film);
    await expect.poll(() => lab.attempts.get(3)).toBe(2);
    const refused = lab.storage.requests('UploadPart').filter(({ status }) => status === 400);
    expect(refused.map(({ errorCode }) => errorCode)).toEqual(['BadDigest']);
  },
);

row(
  {
    id: 'R14',
    fault: 'one bit of a file of one part flips in transit',
    expected: 'S3 rejects it, and it is sent again',
    size: MiB,
    resentBytes: MiB,
  },
  async ({ lab, film }) => {
    const match = operation('PutObject');
    lab.s3.rules.add({ match, afterBytes: MiB / 2, action: { kind: 'corrupt-byte' } });
    await lab.pick(film);
    const codes = () => lab.storage.requests('PutObject').map(({ errorCode }) => errorCode);
    await expect.poll(codes).toEqual(['BadDigest', undefined]);
  },
);

row(
  {
    id: 'R35',
    fault: 'two uploaders of one page upload at the same time',
    expected: 'they share the connections: no request waits inside the browser, and both move',
    quick: true,
    once: true,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({
      match: parts(),
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'delay', delayMs: 200 },
    });
    const other = await lab.files.make('other.bin', film.size);
    await lab.pick(film);
    await lab.pickInSecond(other);
    await expect.poll(() => lab.engine.outcomes.length, { timeout: 60_000 }).toBe(2);
    expect(await lab.engine.mostRequests()).toBeLessThanOrEqual(4);
    // The key ends with the name of the file.
    const sent = lab.s3.requests.filter(({ operation: name }) => name === 'UploadPart');
    const first = sent.slice(0, sent.length / 2).map(({ path }) => path.split('/').at(-1));
    expect(new Set(first)).toEqual(new Set([film.name, other.name]));
  },
);
