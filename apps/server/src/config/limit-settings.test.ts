import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const GiB = 1024 ** 3;

function limitsOf(env: Record<string, string>) {
  const result = readConfig(env);
  if ('mistakes' in result) throw new Error(result.mistakes.join('\n'));
  return result.config.limits;
}

function mistakesOf(env: Record<string, string>): readonly string[] {
  const result = readConfig(env);
  return 'mistakes' in result ? result.mistakes : [];
}

test('the configuration reads quotas, rates, the store that counts them and the age of a sweep', () => {
  const limits = limitsOf({
    REDIS_URL: 'rediss://app:p%40ss@redis.example:6380/2',
    SLIPWAY_QUOTA_OPEN_UPLOADS: '20',
    SLIPWAY_QUOTA_BYTES_IN_FLIGHT: '50GiB',
    SLIPWAY_QUOTA_BYTES_PER_DAY: '1048576',
    SLIPWAY_RATE_REQUESTS: '10',
    SLIPWAY_RATE_UPLOADS: '11',
    SLIPWAY_RATE_PARTS: '12',
    SLIPWAY_RATE_REFUSALS: '13',
    SLIPWAY_RATE_ADDRESS: '14',
    SLIPWAY_SWEEP_AFTER_SECONDS: '604800',
  });
  expect(limits).toEqual({
    redisUrl: 'rediss://app:p%40ss@redis.example:6380/2',
    quotas: { openUploads: 20, bytesInFlight: 50 * GiB, bytesPerDay: 1_048_576 },
    rateLimits: {
      requests: { limit: 10, windowSeconds: 1 },
      uploads: { limit: 11, windowSeconds: 1 },
      parts: { limit: 12, windowSeconds: 1 },
      refusals: { limit: 13, windowSeconds: 60 },
    },
    addressRate: 14,
    sweepAfterSeconds: 604_800,
  });
});

test('uploads are swept no earlier than their lifetime ends', () => {
  const hour = { SLIPWAY_UPLOAD_LIFETIME_SECONDS: '3600' };
  expect(limitsOf({ ...hour, SLIPWAY_SWEEP_AFTER_SECONDS: '3600' }).sweepAfterSeconds).toBe(3_600);
  expect(mistakesOf({ ...hour, SLIPWAY_SWEEP_AFTER_SECONDS: '3599' })).toEqual([
    'SLIPWAY_SWEEP_AFTER_SECONDS: browsers can resume an upload for 3600 seconds. A shorter time would abort uploads that still run.',
  ]);
});

test('the password of Redis is a setting of its own, which needs a URL without one', () => {
  const password = { REDIS_PASSWORD: 'hunter2' };
  expect(limitsOf({ REDIS_URL: 'redis://redis:6379', ...password })).toMatchObject({
    redisUrl: 'redis://redis:6379',
    redisPassword: 'hunter2',
  });
  expect(mistakesOf(password)).toEqual([
    'REDIS_PASSWORD: has no effect without REDIS_URL. Set that too.',
  ]);
  expect(mistakesOf({ REDIS_URL: 'redis://:other@redis:6379', ...password })).toEqual([
    'REDIS_PASSWORD: REDIS_URL has a password, too. Set only one of the two.',
  ]);
});

test('one quota can be set without the others', () => {
  const { quotas } = limitsOf({ SLIPWAY_QUOTA_BYTES_PER_DAY: '1GiB' });
  expect(quotas).toEqual({ bytesPerDay: GiB });
});

test('each rate can be switched off separately', () => {
  const names = ['REQUESTS', 'UPLOADS', 'PARTS', 'REFUSALS', 'ADDRESS'];
  const env = Object.fromEntries(names.map((name) => [`SLIPWAY_RATE_${name}`, 'off']));
  expect(limitsOf(env)).toMatchObject({
    rateLimits: { requests: false, uploads: false, parts: false, refusals: false },
    addressRate: false,
  });
  const { rateLimits } = limitsOf({ SLIPWAY_RATE_PARTS: 'off' });
  expect(rateLimits).toMatchObject({ parts: false, requests: { limit: 50 } });
});

describe('one mistake is one line that names the variable', () => {
  test.each([
    ['SLIPWAY_QUOTA_OPEN_UPLOADS', '0', 'whole number from 1'],
    ['SLIPWAY_QUOTA_OPEN_UPLOADS', 'off', 'whole number from 1'],
    ['SLIPWAY_QUOTA_BYTES_IN_FLIGHT', 'much', '5GiB'],
    ['SLIPWAY_QUOTA_BYTES_PER_DAY', '-1', '5GiB'],
    ['SLIPWAY_RATE_REQUESTS', '0', 'whole number from 1, or off'],
    ['SLIPWAY_RATE_UPLOADS', '1.5', 'whole number from 1, or off'],
    ['SLIPWAY_RATE_PARTS', 'OFF', 'whole number from 1, or off'],
    ['SLIPWAY_RATE_REFUSALS', '-1', 'whole number from 1, or off'],
    ['SLIPWAY_RATE_ADDRESS', '1e3', 'whole number from 1, or off'],
    ['SLIPWAY_SWEEP_AFTER_SECONDS', '604799', '604800 seconds'],
    ['SLIPWAY_SWEEP_AFTER_SECONDS', 'never', 'whole number'],
  ])('%s: %s', (name, value, advice) => {
    expect(mistakesOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: .*${advice}.*\\.$`)),
    ]);
  });

  test.each([
    'redis.example:6379',
    'http://:hunter2@redis.example',
    'redis:///0',
    'redis://:hunter2@',
    'redis://:hunter2#@redis.example',
    'redis://:hunter2%@redis.example',
    'redis://:hunter2@redis.example/uploads',
  ])('REDIS_URL: %s, without the password', (url) => {
    const mistakes = mistakesOf({ REDIS_URL: url });
    expect(mistakes).toEqual([expect.stringMatching(/^REDIS_URL: .*Percent-encode .*\.$/)]);
    expect(mistakes.join()).not.toContain('hunter2');
  });
});
