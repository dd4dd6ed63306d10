import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKSUM_MODES, type ChecksumFacts } from '../packages/protocol/src/integrity.ts';
import { ROOT } from './run.mjs';
import { copySources, type SourceCopy } from './source-copy.ts';

/**
 * Adds checksum modes to a copy of the sources, as a contributor would: first the rows, then only what the compiler asks
 * for.
 */
const PACKAGES = ['protocol', 'core', 'server'];
const TABLE = 'packages/protocol/src/integrity.ts';
let copy: SourceCopy;

/** One mode of each kind: a digest with the longest value, a CRC, and one that S3 verifies but does not keep. */
const ROWS = `
  sha512: {
    header: 'x-amz-checksum-sha512',
    bytes: 64,
    kept: { algorithm: 'SHA512', types: ['COMPOSITE'] },
    combines: false,
    inForms: true,
  },
  crc16: {
    header: 'x-amz-checksum-crc16',
    bytes: 2,
    kept: { algorithm: 'CRC16', types: ['FULL_OBJECT'] },
    combines: true,
    inForms: false,
  },
  ripemd160: {
    header: 'content-ripemd160',
    bytes: 20,
    kept: undefined,
    combines: false,
    inForms: false,
  },
`;

/** What the compiler asks for, and the edits that satisfy it. */
const PLACES: readonly {
  readonly place: string;
  readonly missing: readonly string[];
  readonly edit: readonly [before: string, after: string];
}[] = [
  {
    place: 'packages/core/src/checksum/begin-checksum.ts',
    missing: ['crc16'],
    edit: ["case 'crc32':", "case 'crc16':\n    case 'crc32':"],
  },
  {
    place: 'packages/core/src/checksum/crc-polynomials.ts',
    missing: ['crc16'],
    edit: ['crc32: [', 'crc16: [0xa001],\n  crc32: ['],
  },
  {
    place: 'packages/core/src/checksum/digests.ts',
    missing: ['ripemd160', 'sha512'],
    edit: ['{ sha256, sha1, md5 }', '{ sha256, sha1, md5, sha512: sha256, ripemd160: sha1 }'],
  },
  {
    place: 'packages/core/src/run/record-checksums.ts',
    missing: ['never'],
    edit: ["extends 'md5' ? 'md5' : never", "extends 'md5' | 'ripemd160' ? 'md5' : never"],
  },
  {
    place: 'packages/server/src/doctor/trial-checksum.ts',
    missing: ['crc16', 'ripemd160', 'sha512'],
    edit: ["  md5: '", "  sha512: '00',\n  crc16: '00',\n  ripemd160: '00',\n  md5: '"],
  },
  {
    place: 'packages/server/src/s3/checksum-fields.ts',
    missing: ['ripemd160'],
    edit: ["{ md5: 'ContentMD5' }", "{ md5: 'ContentMD5', ripemd160: 'ContentMD5' }"],
  },
  {
    // The SDK knows SHA512 but not CRC16.
    place: 'packages/server/src/s3/checksum-fields.ts',
    missing: ['"CRC16"'],
    edit: ['return { algorithm,', 'return { algorithm: algorithm as ChecksumAlgorithm,'],
  },
];

beforeAll(() => {
  copy = copySources(PACKAGES);
});
afterAll(() => copy.remove());

test('the compiler refuses a row that lacks a fact, and names the fact', () => {
  const whole: Record<keyof ChecksumFacts, string> = {
    header: "'x'",
    bytes: '1',
    kept: 'undefined',
    combines: 'false',
    inForms: 'true',
  };
  const facts = Object.keys(whole);
  const rows = facts.map((left) => {
    const others = Object.entries(whole).filter(([fact]) => fact !== left);
    return `without_${left}: { ${others.map(([fact, value]) => `${fact}: ${value}`).join(', ')} },`;
  });
  const added = rows.join('\n');
  copy.edit(TABLE, '  none: undefined,', `${added}\n  none: undefined,`);

  const errors = copy.compile('packages/protocol/src');
  copy.edit(TABLE, added, '');

  expect(errors.map(({ file }) => file)).toEqual(facts.map(() => TABLE));
  for (const [i, fact] of facts.entries()) {
    expect(errors[i]?.text).toContain(`Property '${fact}' is missing`);
  }
});

describe('with rows of new modes', () => {
  beforeAll(() => copy.edit(TABLE, '  none: undefined,', `${ROWS}  none: undefined,`));

  test('the compiler names every place that needs more than a row, and no other', () => {
    const errors = copy.compile('packages/*/src');

    const named = errors.map(({ file }) => file);
    expect(named).toEqual(PLACES.map(({ place }) => place));
    for (const [i, { missing }] of PLACES.entries()) {
      for (const word of missing) expect(errors[i]?.text).toContain(word);
    }
  });

  describe('with these places filled in', () => {
    beforeAll(() => {
      for (const { place, edit: change } of PLACES) copy.edit(place, ...change);
    });

    test('the compiler names no other place', () => {
      expect(copy.compile('packages/*/src')).toEqual([]);
    });

    test('requests accept the values of the new modes, and no others', async () => {
      const { createRequestSchema } = await load('service/request-schemas.ts');
      const parse = (integrity: string, length: number) => {
        const parts = [{ partNumber: 1, checksum: 'A'.repeat(length) }];
        const file = { name: 'a', size: 1, type: '', partSize: 1, integrity, parts };
        return createRequestSchema.safeParse({ files: [file] }).success;
      };
      expect(parse('sha512', 88)).toBe(true);
      expect(parse('sha512', 87)).toBe(false);
      expect(parse('sha512', 89)).toBe(false);
      expect(parse('crc16', 4)).toBe(true);
      expect(parse('crc16', 5)).toBe(false);
      expect(parse('ripemd160', 28)).toBe(true);
    });

    test('each part needs a checksum of its length', async () => {
      const { assertChecksum } = await load('service/part-checksums.ts');
      expect(() => assertChecksum('sha512', value(64))).not.toThrow();
      expect(() => assertChecksum('sha512', value(32))).toThrow('64 bytes');
      expect(() => assertChecksum('sha512', undefined)).toThrow('64 bytes');
    });

    test('stored parts without checksums are wrong if S3 keeps checksums of their mode', async () => {
      const { findWrongParts, lacksChecksums } = await load('finish/verify-parts.ts');
      const wrong = (integrity: string) => {
        const claims = { integrity, uploadId: 'u', size: 1, partSize: 1, partCount: 1 };
        const stored = [{ partNumber: 1, size: 1, etag: '"1"' }];
        return [findWrongParts(claims, stored), lacksChecksums(claims, stored)];
      };
      expect(wrong('sha512')).toEqual([[1], true]);
      expect(wrong('crc16')).toEqual([[1], true]);
      expect(wrong('ripemd160')).toEqual([[], false]);
    });

    test('S3 gets the values under its own names for the modes', async () => {
      const { checksumFields, checksumInput, integrityOf } = await load('s3/checksum-fields.ts');
      const sha512 = { algorithm: 'SHA512', field: 'ChecksumSHA512', type: 'COMPOSITE' };
      expect(checksumFields('sha512')).toEqual(sha512);
      expect(checksumInput('crc16', 'AAA=')).toEqual({ ChecksumCRC16: 'AAA=' });
      expect(checksumInput('ripemd160', 'AAA=')).toEqual({ ContentMD5: 'AAA=' });
      expect(integrityOf('SHA512')).toBe('sha512');
    });

    test('forms carry the checksums that may be in forms', async () => {
      const { formFields } = await load('s3/form-fields.ts');
      expect(formFields({ objectKey: 'a' }, put('sha512'))).toMatchObject({
        'x-amz-checksum-algorithm': 'SHA512',
        'x-amz-checksum-sha512': 'AAA=',
      });
      expect(formFields({ objectKey: 'a' }, put('ripemd160'))).toBeUndefined();
    });

    test('CORS rules allow the headers of the new modes and expose those that S3 returns', async () => {
      const { EXPOSED_HEADERS, mergeCorsRules } = await load('doctor/cors-rules.ts');
      const [rule] = mergeCorsRules([], ['https://app.example'], []);
      expect(rule.AllowedHeaders).toContain('content-ripemd160');
      expect(EXPOSED_HEADERS).toContain('x-amz-checksum-sha512');
      expect(EXPOSED_HEADERS).not.toContain('content-ripemd160');
    });

    test('buckets refuse the checksum types and modes that S3 does not offer', async () => {
      const { findIntegrityFault } = await load('object/find-integrity-fault.ts');
      const fault = (checksumType: string, mode: string) =>
        findIntegrityFault('media', { checksumType }, mode);
      expect(fault('FULL_OBJECT', 'sha512')).toContain('which has "COMPOSITE"');
      expect(fault('COMPOSITE', 'sha512')).toBeUndefined();
      expect(fault('COMPOSITE', 'ripemd160')).toContain('whose checksums S3 does not keep');
      expect(findIntegrityFault('a--use1-az4--x-s3', {}, 'ripemd160')).toContain(
        'has no integrity',
      );
    });
  });
});

/** Imports a module of the copied server. */
function load(path: string) {
  return import(/* @vite-ignore */ copy.urlOf(`packages/server/src/${path}`));
}

const value = (bytes: number) => Buffer.alloc(bytes).toString('base64');
const put = (integrity: string) => ({ integrity, checksum: 'AAA=', metadata: {} });

/** Sources that may name a mode: the compiler checks them, they contain the default or an example, or they are generated. */
const MAY_NAME_A_MODE = [
  'packages/protocol/src/integrity.ts',
  'packages/core/src/checksum/begin-checksum.ts',
  'packages/core/src/run/record-checksums.ts',
  'packages/server/src/openapi/doctor-route-docs.ts',
  'packages/server/src/openapi/examples.ts',
  'packages/server/src/openapi/response-schemas.ts',
  'packages/server/src/s3/store-profile.ts',
];

test('no other source names a mode where the compiler could miss a new one', () => {
  const quoted = new RegExp(`(['\`])(?:${CHECKSUM_MODES.join('|')})\\1`);
  const folders = [...PACKAGES, 'react', 'element'].map((name) => `packages/${name}/src`);
  const naming = [...folders, 'apps/server/src'].flatMap(sourcesOf).filter((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8')
      .replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
      .replaceAll(/createH(?:ash|mac)\(\s*'\w+'/g, '');
    return quoted.test(code);
  });
  expect(naming).toEqual(MAY_NAME_A_MODE);
});

function sourcesOf(path: string): string[] {
  return readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .map((file) => `${path}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort();
}
