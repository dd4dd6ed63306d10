import { operation, parts, withHeader } from '../rig/fault-rule.ts';
import { expect, PART, row, type Scene } from '../rig/row.ts';

const MiB = 1024 ** 2;
const ALWAYS = 1_000;

/** Waits until the upload's error names a cause. */
async function says({ engine }: Scene['lab'], cause: string): Promise<void> {
  const message = async () => {
    const [{ state } = {}] = await engine.uploads();
    return state?.status === 'failed' ? state.error.message : '';
  };
  await expect.poll(message, { timeout: 20_000 }).toContain(cause);
}

row(
  {
    id: 'R38',
    fault: 'S3 completes the upload, and never answers Complete',
    expected: 'the upload completes within 20 s, because the backend finds the object',
    withinMs: 20_000,
  },
  async ({ lab, film }) => {
    const match = operation('CompleteMultipartUpload');
    lab.s3.rules.add({ match, times: ALWAYS, action: { kind: 'swallow-response' } });
    await lab.pick(film);
    await expect
      .poll(() => lab.storage.requests('CompleteMultipartUpload').length, { timeout: 60_000 })
      .toBe(1);
  },
);

const SPELLINGS: readonly (readonly [string, (etag: string) => string])[] = [
  ['without quotes', (etag) => etag.replaceAll('"', '')],
  ['as a weak one', (etag) => `W/${etag}`],
  ['in upper case', (etag) => etag.toUpperCase()],
];

for (const [how, as] of SPELLINGS) {
  row(
    {
      id: 'R39',
      fault: `the store sends each ETag ${how}, and lists it as S3 does`,
      expected: 'the upload completes, and no part is sent twice',
      // Without checksums, only the ETags tell whether the parts are the browser's.
      environment: { SLIPWAY_INTEGRITY: 'none' },
    },
    async ({ lab, film }) => {
      lab.s3.rules.add({ match: parts(), times: ALWAYS, action: { kind: 'spell-etag', as } });
      await lab.pick(film);
    },
  );
}

const notImplemented = { kind: 'answer', status: 501, code: 'NotImplemented' } as const;

for (const size of [MiB, 8 * PART]) {
  row(
    {
      id: 'R39',
      fault: `the store answers 501 to If-None-Match, for a file of ${size / MiB} MiB, and S3_STORE names it`,
      expected: 'the upload completes',
      size,
      environment: { S3_STORE: 'oss' },
    },
    async ({ lab, film }) => {
      const match = withHeader('if-none-match');
      lab.s3.rules.add({ match, times: ALWAYS, action: notImplemented });
      await lab.pick(film);
    },
  );
}

for (const [header, what] of [
  ['if-none-match', 'If-None-Match'],
  ['x-amz-checksum', 'a checksum header'],
] as const) {
  row(
    {
      id: 'R39',
      fault: `the store answers 501 to ${what}, and nothing names the store`,
      expected: 'the upload fails within 10 s, and the error names the option to set',
      size: MiB,
      fails: 'storage-misconfigured',
      withinMs: 10_000,
      quick: header === 'if-none-match',
    },
    async ({ lab, film }) => {
      lab.s3.rules.add({ match: withHeader(header), times: ALWAYS, action: notImplemented });
      await lab.pick(film);
      await says(lab, 's3Store');
    },
  );
}

for (const code of ['XAmzContentChecksumMismatch', 'IncompleteBody']) {
  row(
    {
      id: 'R39',
      fault: `the store calls corrupted bytes of part 3 ${code}`,
      expected: 'the part is sent again',
      resentBytes: PART,
    },
    async ({ lab, film }) => {
      const action = { kind: 'answer', status: 400, code } as const;
      lab.s3.rules.add({ match: parts(3), action });
      await lab.pick(film);
      await expect.poll(() => lab.attempts.get(3), { timeout: 20_000 }).toBe(2);
    },
  );
}

row(
  {
    id: 'R39',
    fault: 'the bucket is in another region, and the store redirects without CORS headers',
    expected: 'the upload fails within 20 s, and the error names the region instead of CORS',
    size: MiB,
    fails: 'storage-misconfigured',
    withinMs: 20_000,
  },
  async ({ lab, film }) => {
    const headers = { 'x-amz-bucket-region': 'eu-west-1' };
    const action = { kind: 'answer', status: 301, cors: false, headers } as const;
    lab.s3.rules.add({ match: () => true, times: ALWAYS, action });
    await lab.pick(film);
    await says(lab, 'in the region eu-west-1');
  },
);
