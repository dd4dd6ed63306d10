import { parts } from '../rig/fault-rule.ts';
import { expect, PART, row } from '../rig/row.ts';

row(
  {
    id: 'R13',
    fault: 'part 4 is answered 400 RequestTimeout',
    expected: 'sent again',
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
    expected: 'done by what S3 lists, and the developer warned once',
    tag: ['@quick'],
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
    fault: 'something in between answers 403 without CORS headers, once',
    expected: 'sent again, and never called offline',
    resentBytes: PART,
  },
  async ({ lab, film }) => {
    lab.s3.rules.add({ match: parts(1), action: { kind: 'answer', status: 403, cors: false } });
    await lab.pick(film);
    await lab.engine.reaches('completed');
    expect(await lab.engine.statuses()).not.toContain('paused');
  },
);
