import {
  type CORSRule,
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DOCTOR_BUCKET,
  type DoctorStack,
  ORIGIN,
  startDoctorStack,
} from '../../testing/doctor-stack.ts';

const Bucket = DOCTOR_BUCKET;
const HEADERS = [
  'content-type',
  'cache-control',
  'if-none-match',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-sha256',
];

let stack: DoctorStack;
beforeEach(async () => {
  stack = await startDoctorStack();
});
afterEach(() => stack.close());

const putCors = (...CORSRules: CORSRule[]) =>
  stack.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
const getCors = async () =>
  (await stack.client.send(new GetBucketCorsCommand({ Bucket }))).CORSRules ?? [];
const putLifecycle = (...Rules: LifecycleRule[]) =>
  stack.client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );
const getLifecycle = async () =>
  (await stack.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules ?? [];
const refuse = (operation: string, code: string, status = 403) =>
  stack.s3.faults.add({ operation, times: 100, fault: { kind: 'answer', status, code } });

const preflight = (origin: string, method: string, headers = '') =>
  fetch(`${stack.s3.url}/${Bucket}/uploads/x`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
  });

describe('CORS', () => {
  test('without a rule is a problem, and the suggested JSON fixes it', async () => {
    const sick = await stack.run();
    for (const id of ['cors-rules', 'cors-preflight']) {
      expect(sick.find(id)).toMatchObject({ status: 'problem', remedy: { fix: 'cors' } });
    }
    const { json, command } = sick.find('cors-rules')?.remedy ?? {};
    expect(command).toBe(
      `aws --endpoint-url ${stack.s3.url} s3api put-bucket-cors --bucket patient --cors-configuration '${JSON.stringify(json)}'`,
    );
    await stack.client.send(
      new PutBucketCorsCommand({ Bucket, CORSConfiguration: json as { CORSRules: CORSRule[] } }),
    );
    const { statuses } = await stack.run();
    expect(statuses).toMatchObject({
      'cors-rules': 'ok',
      'cors-preflight': 'ok',
      'cors-exposed-headers': 'ok',
    });
  });

  test.each([
    ['another origin', { AllowedOrigins: ['https://other.example'], AllowedMethods: ['PUT'] }],
    ['another scheme', { AllowedOrigins: ['http://app.example'], AllowedMethods: ['PUT'] }],
    ['another method', { AllowedOrigins: [ORIGIN], AllowedMethods: ['GET'] }],
  ])('for %s is a problem', async (_name, rule) => {
    await putCors({ ...rule, AllowedHeaders: ['*'] });
    const { statuses } = await stack.run();
    expect([statuses['cors-rules'], statuses['cors-preflight']]).toEqual(['problem', 'problem']);
  });

  test('without a header of the owner’s object options is a problem', async () => {
    const rule = { AllowedOrigins: [ORIGIN], AllowedMethods: ['PUT'], AllowedHeaders: HEADERS };
    await putCors(rule);
    expect((await stack.run()).statuses['cors-preflight']).toBe('ok');
    const object = { tagging: { team: 'video' } };
    const tagged = await stack.run({ object }, ['cors']);
    expect(tagged.fixed).toEqual(['cors']);
    expect(tagged.statuses['cors-preflight']).toBe('ok');
    expect((await getCors())[0]?.AllowedHeaders).toContain('x-amz-tagging');
  });

  test('without an exposed ETag is a warning, because uploads still work', async () => {
    const rule = { AllowedOrigins: ['*'], AllowedMethods: ['PUT'], AllowedHeaders: ['*'] };
    await putCors({ ...rule, ExposeHeaders: ['Retry-After'] });
    const { statuses, find } = await stack.run();
    expect(statuses['cors-preflight']).toBe('ok');
    expect(find('cors-exposed-headers')).toMatchObject({ status: 'warning' });
    expect(find('cors-exposed-headers')?.summary).toMatch(/^Pages cannot read ETag, x-amz/);
  });

  test('is checked for every origin', async () => {
    await putCors({ AllowedOrigins: [ORIGIN], AllowedMethods: ['PUT'], AllowedHeaders: ['*'] });
    const { find } = await stack.run({ origins: [ORIGIN, 'https://two.example'] });
    expect(find('cors-preflight')?.summary).toMatch(/^https:\/\/two\.example: the preflight/);
  });

  test('is not checked without an origin, and the report says so', async () => {
    const { find, statuses } = await stack.run({ origins: [] });
    expect(find('cors-origins')).toMatchObject({
      status: 'warning',
      remedy: { command: 'slipway doctor --bucket patient --origin https://app.example' },
    });
    expect(statuses['cors-rules']).toBeUndefined();
  });

  test('that cannot be read is judged by the preflight and never overwritten', async () => {
    await putCors({ AllowedOrigins: ['https://owner.example'], AllowedMethods: ['GET'] });
    refuse('GetBucketCors', 'AccessDenied');
    const { find, fixed, statuses } = await stack.run({}, ['cors']);
    expect(find('cors-rules')).toMatchObject({ status: 'warning' });
    expect(find('cors-preflight')).toMatchObject({ status: 'problem' });
    expect(find('cors-preflight')?.remedy?.fix).toBeUndefined();
    expect(fixed).toEqual([]);
    expect(statuses.lifecycle).toBe('warning');
    stack.s3.faults.clear();
    expect(await getCors()).toHaveLength(1);
  });

  test('rules of the owner survive a fix and keep their effect', async () => {
    const owners = [
      {
        ID: 'downloads',
        AllowedOrigins: [ORIGIN],
        AllowedMethods: ['GET'],
        AllowedHeaders: ['range', 'x-custom'],
        ExposeHeaders: ['x-amz-meta-album'],
      },
      { ID: 'partner', AllowedOrigins: ['https://partner.example'], AllowedMethods: ['HEAD'] },
    ];
    await putCors(...owners);
    const { fixed, statuses } = await stack.run({}, ['cors']);
    expect([fixed, statuses['cors-preflight']]).toEqual([['cors'], 'ok']);

    const [ours, ...theirs] = await getCors();
    expect(ours?.ID).toBe('slipway');
    expect(theirs).toMatchObject(owners);
    expect((await preflight(ORIGIN, 'GET', 'range,x-custom')).status).toBe(200);
    expect((await preflight('https://partner.example', 'HEAD')).status).toBe(200);
    expect((await preflight('https://partner.example', 'PUT')).status).toBe(403);
    const answer = await fetch(`${stack.s3.url}/${Bucket}/x`, { headers: { origin: ORIGIN } });
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-amz-meta-album');
  });

  test('is fixed for a second origin and keeps the first', async () => {
    await stack.run({}, ['cors']);
    await stack.run({ origins: ['https://two.example'] }, ['cors']);
    const rules = await getCors();
    expect(rules).toHaveLength(1);
    expect(rules[0]?.AllowedOrigins).toEqual([ORIGIN, 'https://two.example']);
  });

  test('that the doctor may not write is reported as not fixed', async () => {
    refuse('PutBucketCors', 'AccessDenied');
    const { findings, fixed } = await stack.run({}, ['cors']);
    expect(fixed).toEqual([]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        id: 'cors-rules',
        summary: expect.stringContaining('403 AccessDenied'),
        remedy: { text: expect.stringContaining('s3:PutBucketCORS') },
      }),
    );
  });
});

const abortAfter = (ID: string, Prefix: string, DaysAfterInitiation: number): LifecycleRule => ({
  ID,
  Filter: { Prefix },
  Status: 'Enabled',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation },
});

describe('the lifecycle rule', () => {
  test.each([
    ['is there', [abortAfter('a', '', 3)], 'ok'],
    ['is there among others', [abortAfter('a', '', 30), abortAfter('b', 'uploads/', 1)], 'ok'],
    ['is of another prefix', [abortAfter('a', 'logs/', 1)], 'warning'],
    ['is of a part of the prefix', [abortAfter('a', 'uploads/acme/', 1)], 'warning'],
    ['keeps for long', [abortAfter('a', '', 30)], 'warning'],
    ['is off', [{ ...abortAfter('a', '', 1), Status: 'Disabled' as const }], 'warning'],
  ])('that %s', async (_name, rules, status) => {
    await putLifecycle(...rules);
    expect((await stack.run()).statuses.lifecycle).toBe(status);
  });

  test('is added to the owner’s rules, which do not change', async () => {
    const owners: LifecycleRule[] = [
      { ID: 'old', Prefix: 'logs/', Status: 'Enabled', Expiration: { Days: 30 } },
      { ...abortAfter('off', '', 1), Status: 'Disabled' },
    ];
    await putLifecycle(...owners);
    const { fixed, statuses } = await stack.run({ prefix: 'own' }, ['lifecycle']);
    expect([fixed, statuses.lifecycle]).toEqual([['lifecycle'], 'ok']);
    const rules = await getLifecycle();
    expect(rules).toEqual([...owners, abortAfter('slipway-abort-unfinished-uploads', 'own/', 7)]);
  });

  test('is not written if the rules cannot be read', async () => {
    await putLifecycle(abortAfter('long', '', 30));
    refuse('GetBucketLifecycleConfiguration', 'AccessDenied');
    const { fixed, find } = await stack.run({}, ['lifecycle']);
    expect(fixed).toEqual([]);
    expect(find('lifecycle')?.summary).toContain('403 AccessDenied');
    stack.s3.faults.clear();
    expect(await getLifecycle()).toHaveLength(1);
  });
});
