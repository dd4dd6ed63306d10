import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DOCTOR_KEYS, type DoctorStack, startDoctorStack } from '../../testing/doctor-stack.ts';
import { MANNERS, type Manners, startMannerProxy } from '../../testing/manner-proxy.ts';
import type { StoreName } from '../s3/store-profile.ts';

let stack: DoctorStack;
const closing: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  stack = await startDoctorStack();
});
afterAll(() => stack.close());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Runs the doctor on a store with the manners of another one. */
async function examine(manners: Manners, s3Store?: StoreName) {
  const { url, region } = stack.s3;
  const proxy = await startMannerProxy({ url, region, credentials: DOCTOR_KEYS }, manners);
  const as = new S3Client({
    region,
    endpoint: proxy.url,
    forcePathStyle: true,
    credentials: DOCTOR_KEYS,
    maxAttempts: 1,
  });
  closing.push(
    () => proxy.close(),
    async () => as.destroy(),
  );
  return stack.run({ as, origins: [], s3Store });
}

const NAMED = Object.entries(MANNERS) as [keyof typeof MANNERS, Manners][];

test.each(NAMED)('with its profile, %s fits and has no problem', async (name, manners) => {
  const { findings, find } = await examine(manners, name);
  expect(findings.filter(({ status }) => status === 'problem')).toEqual([]);
  expect(find('store')).toMatchObject({ status: 'ok' });
  expect(await stack.contents()).toEqual([]);
});

test.each(['b2', 'oss'] as const)(
  'without it, the doctor says that %s refuses the condition, and what to set',
  async (name) => {
    const { find } = await examine(MANNERS[name]);
    expect(find('if-none-match')).toMatchObject({
      status: 'problem',
      summary: 'PUT and Complete with If-None-Match get 501 NotImplemented.',
    });
    expect(find('store')).toMatchObject({
      status: 'warning',
      summary: expect.stringContaining('conditional writes, checksums'),
      remedy: { text: expect.stringContaining('(S3_STORE=b2)') },
    });
  },
);

test('a store like none of the list gets the nearest one with its differences', async () => {
  const { find } = await examine({ put: 'refused' });
  expect(find('store')?.remedy?.text).toContain(
    '"conditionalWrites":{"put":false,"complete":true}',
  );
});
