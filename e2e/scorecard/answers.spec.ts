import { parts } from '../rig/fault-rule.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R12',
    fault: 'S3 answers 503 SlowDown ten times with Retry-After: 2',
    expected: 'the upload drops to one connection, adds more again, and completes',
    size: 160 * 1024 ** 2,
    resentBytes: 10 * PART,
    withinMs: 60_000,
  },
  async ({ lab, film }) => {
    const slowDown = {
      kind: 'answer',
      status: 503,
      code: 'SlowDown',
      headers: { 'retry-after': '2' },
    } as const;
    lab.s3.rules.add({ match: parts(), nth: 5, times: 10, action: slowDown });
    await lab.pick(film);
    const refused = () => lab.s3.requests.filter(({ status }) => status === 503);
    await expect.poll(() => refused().length, { timeout: 60_000 }).toBe(10);
    expect(refused().at(-1)?.partsAtOnce).toBe(1);
    await lab.engine.reaches('completed', 60_000);
    const last = lab.s3.requests.findLastIndex(({ status }) => status === 503);
    const after = lab.s3.requests.slice(last).map(({ partsAtOnce }) => partsAtOnce);
    expect(Math.max(...after)).toBeGreaterThan(1);
  },
);

row(
  {
    id: 'R13',
    fault: 'S3 answers part 4 with 400 RequestTimeout',
    expected: 'the part is sent again',
    resentBytes: PART,
  },
  async ({ lab, film }) => {
    const action = { kind: 'answer', status: 400, code: 'RequestTimeout' } as const;
    lab.s3.rules.add({ match: parts(4), action });
    await lab.pick(film);
    await expect.poll(() => lab.attempts.get(4)).toBe(2);
  },
);

row(
  {
    id: 'R15',
    fault: 'CORS does not expose the ETag',
    expected: 'the upload completes with the parts that S3 lists, and the developer is warned once',
    quick: true,
  },
  async ({ lab, film }) => {
    await lab.storage.allowOrigin(lab.front.url, { ExposeHeaders: [] });
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(lab.engine.warnings).toEqual([expect.stringContaining('ETag')]);
  },
);

row(
  {
    id: 'R16',
    fault: 'a proxy answers 403 without CORS headers once',
    expected: 'the part is sent again, and the upload never reports that it is offline',
    resentBytes: PART,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({ match: parts(1), action: { kind: 'answer', status: 403, cors: false } });
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(await lab.engine.statuses()).not.toContain('paused');
  },
);

row(
  {
    id: 'R17',
    fault: 'the CORS rules of the bucket are wrong from the start',
    expected: 'an error within 10 s says what to fix',
    fails: 'storage-misconfigured',
    withinMs: 10_000,
    quick: true,
  },
  async ({ lab, film }) => {
    await lab.storage.allowOrigin('https://elsewhere.example');
    await lab.pick(film);
  },
);
