import type { FaultRule as StorageFault } from '@slipway/local-s3';
import { operation, parts, route } from '../rig/fault-rule.ts';
import { expect, PART, row } from '../rig/row.ts';

const complete = 'CompleteMultipartUpload';

const NOT_YET: readonly (readonly [string, StorageFault['fault']])[] = [
  ['200 with an error inside', { kind: 'error-in-200', code: 'InternalError' }],
  [
    '200 with an error inside and a newline after it',
    { kind: 'error-in-200', code: 'InternalError', trailer: '\n' },
  ],
  ['200 and an empty body', { kind: 'empty-200' }],
];

for (const [answer, fault] of NOT_YET) {
  row(
    {
      id: 'R18',
      fault: `S3 answers Complete with ${answer}`,
      expected: 'the upload completes, and reports no success before it has',
    },
    async ({ lab, film }) => {
      lab.storage.faults.add({ operation: complete, fault });
      await lab.pick(film);
      await expect.poll(() => lab.storage.requests(complete).length, { timeout: 20_000 }).toBe(2);
    },
  );
}

const REPEATS: readonly (readonly [string, StorageFault | undefined])[] = [
  ['404', { operation: complete, fault: { kind: 'answer', status: 404, code: 'NoSuchUpload' } }],
  [
    '412',
    { operation: complete, fault: { kind: 'answer', status: 412, code: 'PreconditionFailed' } },
  ],
  ['200', undefined],
];

for (const [answer, repeat] of REPEATS) {
  row(
    {
      id: 'R19',
      fault: `S3 completes the upload but its response is lost; a repeated Complete gets ${answer}`,
      expected: 'the upload completes',
    },
    async ({ lab, film }) => {
      lab.s3.rules.add({ match: operation(complete), action: { kind: 'reset', when: 'answer' } });
      if (repeat) lab.storage.faults.add({ ...repeat, skip: 1 });
      await lab.pick(film);
    },
  );
}

row(
  {
    id: 'R19',
    fault: 'the backend completes the upload, and its response to the page is lost',
    expected: 'the upload completes',
    quick: true,
  },
  async ({ lab, film }) => {
    const match = route('/uploads/complete');
    lab.front.rules.add({ match, action: { kind: 'reset', when: 'answer' } });
    await lab.pick(film);
  },
);

row(
  {
    id: 'R20',
    fault: 'part 3 vanishes from S3 before Complete',
    expected: 'only part 3 is sent again',
    resentBytes: PART,
    quick: true,
  },
  async ({ lab, film }) => {
    // S3 claims that it stored the part, but it has not.
    const action = { kind: 'answer', status: 200, headers: { etag: '"gone"' } } as const;
    lab.s3.rules.add({ match: parts(3), action });
    await lab.pick(film);
    await expect.poll(() => lab.attempts.get(3), { timeout: 20_000 }).toBe(2);
    expect(lab.resentBytes).toBeLessThanOrEqual(PART);
  },
);

row(
  {
    id: 'R21',
    fault: 'a lifecycle rule aborts the upload at part 5',
    expected: 'a new upload starts, and nothing of the old one is left',
    resentBytes: 8 * PART,
  },
  async ({ lab, film }) => {
    lab.storage.faults.add({
      operation: 'UploadPart',
      partNumber: 5,
      fault: { kind: 'abort-upload' },
    });
    await lab.pick(film);
    const creates = () => lab.storage.requests('CreateMultipartUpload').length;
    await expect.poll(creates, { timeout: 20_000 }).toBe(2);
  },
);
