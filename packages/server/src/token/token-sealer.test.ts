import { EncryptJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createTokenSealer } from './token-sealer.ts';
import type { UploadClaims } from './upload-claims.ts';

const secret = (fill: number) => new Uint8Array(32).fill(fill);
const current = { id: 'new', secret: secret(1) };
const former = { id: 'old', secret: secret(2) };

const NOW = Date.UTC(2026, 4, 1);
const claims: UploadClaims = {
  bucket: 'media',
  objectKey: 'uploads/acme/id/résumé.pdf',
  file: { name: 'a.mp4', type: 'video/mp4' },
  uploadId: 'mpu-1',
  subject: 'alice',
  tenant: 'acme',
  size: 12_000_000,
  partSize: 6_000_000,
  partCount: 2,
  integrity: 'crc64nvme',
  contentType: 'application/pdf',
  contentDisposition: 'attachment',
  metadata: { title: 'CV' },
  nonce: 'n',
};

function sealer(keys = [current], nowMs = NOW, audience = 'router') {
  return createTokenSealer({ keys, lifetimeSeconds: 3_600, audience, now: () => nowMs });
}

test('a sealed token opens to the same claims', async () => {
  expect(await sealer().open(await sealer().seal(claims))).toEqual(claims);
});

test('a token of a single PUT has no upload ID', async () => {
  const { uploadId: _, ...single } = claims;
  expect(await sealer().open(await sealer().seal(single))).not.toHaveProperty('uploadId');
});

test('a token keeps the owner’s object options, including dates', async () => {
  const { uploadId: _, ...rest } = claims;
  const single: UploadClaims = {
    ...rest,
    storedAs: {
      expires: new Date(NOW),
      objectLockRetainUntilDate: new Date(NOW + 1),
      tagging: { a: 'b' },
      bucketKeyEnabled: false,
    },
    requestPayer: 'requester',
    expectedBucketOwner: '123456789012',
  };
  expect(await sealer().open(await sealer().seal(single))).toEqual(single);
});

test('a token hides its claims', async () => {
  const token = await sealer().seal(claims);
  const readable = token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    .join(' ');
  for (const word of ['media', 'alice', 'acme', 'mpu-1', 'pdf']) {
    expect(readable).not.toContain(word);
  }
});

test('a token with any one character changed is invalid', async () => {
  const token = await sealer().seal(claims);
  const { open } = sealer();
  for (let i = 0; i < token.length; i += 1) {
    // Also flips the last bit, which has no meaning at the end of some base64 texts.
    for (const mask of [0x01, 0x20]) {
      const flipped = Buffer.from(token);
      flipped[i] = (flipped[i] ?? 0) ^ mask;
      await expect(open(flipped.toString()), `character ${i}`).rejects.toMatchObject({
        code: 'token-invalid',
      });
    }
  }
});

test('S27 a token of many segments is refused as fast as one of a single segment', async () => {
  const { open } = sealer();
  const fastestMs = async (token: string) => {
    let fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 10; run += 1) {
      const start = performance.now();
      for (let i = 0; i < 20; i += 1) {
        await expect(open(token)).rejects.toMatchObject({ code: 'token-invalid' });
      }
      fastest = Math.min(fastest, performance.now() - start);
    }
    return fastest;
  };
  const whole = await fastestMs('x'.repeat(16_384));
  for (const segment of ['', 'AA']) {
    const segments = Array.from({ length: 5_461 }, () => segment).join('.');
    expect((await fastestMs(segments)) / whole, JSON.stringify(segment)).toBeLessThan(5);
  }
});

describe('a token', () => {
  test('expires after its lifetime', async () => {
    const token = await sealer().seal(claims);
    await expect(sealer([current], NOW + 3_599_000).open(token)).resolves.toMatchObject({
      nonce: 'n',
    });
    await expect(sealer([current], NOW + 3_601_000).open(token)).rejects.toMatchObject({
      code: 'token-expired',
      status: 401,
    });
  });

  test('from a former key opens until the key is retired', async () => {
    const token = await sealer([former]).seal(claims);
    await expect(sealer([current, former]).open(token)).resolves.toMatchObject({ nonce: 'n' });
    await expect(sealer([current]).open(token)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  test('for another audience is invalid, and so is one without an audience', async () => {
    const token = await sealer([current], NOW, 'another').seal(claims);
    await expect(sealer().open(token)).rejects.toMatchObject({ code: 'token-invalid' });
    const { subject, ...rest } = claims;
    const former = await new EncryptJWT(rest)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'new', typ: 'slipway-upload' })
      .setSubject(subject)
      .setIssuedAt(NOW / 1_000)
      .setExpirationTime(NOW / 1_000 + 60)
      .encrypt(current.secret);
    await expect(sealer().open(former)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  test('is sealed with the first key', async () => {
    const token = await sealer([current, former]).seal(claims);
    await expect(sealer([current]).open(token)).resolves.toMatchObject({ nonce: 'n' });
  });

  test.each(['', 'a', 'a.b.c', '....', 'eyJhbGciOiJub25lIn0.e30.', 'x'.repeat(16_000)])(
    'that was never sealed is invalid: %j',
    async (token) => {
      await expect(sealer().open(token)).rejects.toMatchObject({ code: 'token-invalid' });
    },
  );

  test('that the same key sealed for another purpose is invalid', async () => {
    const session = await new EncryptJWT({ ...claims, sub: 'alice' })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'new', typ: 'session' })
      .setIssuedAt(NOW / 1_000)
      .setExpirationTime(NOW / 1_000 + 60)
      .encrypt(current.secret);
    await expect(sealer().open(session)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  test('without an expiry is invalid, even with the correct key', async () => {
    const endless = await new EncryptJWT({ ...claims, sub: 'alice' })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'new', typ: 'slipway-upload' })
      .setIssuedAt(NOW / 1_000)
      .encrypt(current.secret);
    await expect(sealer().open(endless)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  test('with the wrong claims is invalid', async () => {
    const { open } = sealer();
    const forged = await new EncryptJWT({ bucket: 'media' })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'new', typ: 'slipway-upload' })
      .setSubject('alice')
      .setIssuedAt(NOW / 1_000)
      .setExpirationTime(NOW / 1_000 + 60)
      .encrypt(current.secret);
    await expect(open(forged)).rejects.toMatchObject({ code: 'token-invalid' });
  });
});

describe('token keys', () => {
  test.each([
    ['no key', [], 'at least one'],
    ['a short secret', [{ id: 'k', secret: new Uint8Array(16) }], '32 bytes'],
    ['two keys of one id', [current, { ...former, id: 'new' }], 'Two token keys'],
    ['two keys of the same bytes', [current, { ...current, id: 'k2' }], 'the same secret'],
    ['an id with spaces', [{ id: 'a b', secret: secret(1) }], '1 to 64'],
  ])('creating a sealer throws for %s', (_name, keys, message) => {
    expect(() => sealer(keys)).toThrow(message);
  });
});
