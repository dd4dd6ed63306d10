import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RawRequest, signRaw } from '../../conformance/raw-request.ts';
import { percentEncode } from '../http/encoding.ts';
import { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { TEST_CREDENTIALS } from '../testing/test-server.ts';
import { CredentialStore } from './credentials.ts';
import { verifySignature } from './verify.ts';

const target = { endpoint: 'http://127.0.0.1:9000', region: 'us-east-1', ...TEST_CREDENTIALS };
const credentials = new CredentialStore();
credentials.add(TEST_CREDENTIALS);
const verifier = { credentials, region: 'us-east-1', now: () => new Date() };

interface Wire {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
}

/** Signs with code that is independent of the server's. Returns the request as it is sent. */
function onTheWire(raw: RawRequest): Wire {
  const { query, headers } = signRaw(target, raw);
  const search = Object.entries(query).map(([k, v]) => `${percentEncode(k)}=${percentEncode(v)}`);
  const url = search.length === 0 ? raw.path : `${raw.path}?${search.join('&')}`;
  return { method: raw.method, url, rawHeaders: Object.entries(headers).flat() };
}

function verify({ method, url, rawHeaders }: Wire): void {
  verifySignature(new S3Request({ method, url, rawHeaders: [...rawHeaders] }), verifier);
}

const text = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter((value) => !/\p{Surrogate}/u.test(value));
const name = fc.string({ unit: fc.constantFrom(...'abcXYZ-_~.é€ '), minLength: 1, maxLength: 8 });
const request = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
  path: fc
    .array(text, { minLength: 1, maxLength: 4 })
    .map((segments) => `/b/${segments.map(percentEncode).join('/')}`),
  query: fc.dictionary(name, text, { maxKeys: 4 }),
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'x-amz-meta-a', 'x-amz-acl', 'range'),
    fc.string({ unit: fc.constantFrom(...'abc/=;0'), maxLength: 12 }),
  ),
  sign: fc.constantFrom('header', 'query') as fc.Arbitrary<'header' | 'query'>,
});

test('a request that is signed according to SigV4 is accepted', () => {
  fc.assert(
    fc.property(request, (raw) => verify(onTheWire(raw))),
    { numRuns: 1000 },
  );
});

test('a request that changed after signing is rejected', () => {
  const change = fc.record({ where: fc.nat(), to: fc.constantFrom(...'abc0123/&=%') });
  fc.assert(
    fc.property(request, change, (raw, { where, to }) => {
      const wire = onTheWire(raw);
      const position = 1 + (where % (wire.url.length - 1));
      const url = wire.url.slice(0, position) + to + wire.url.slice(position + 1);
      fc.pre(decode(url) !== decode(wire.url));
      expect(() => verify({ ...wire, url })).toThrow(S3Error);
      expect(() => verify({ ...wire, method: 'HEAD' })).toThrow(S3Error);
      for (const [i, value] of wire.rawHeaders.entries()) {
        if (i % 2 === 0) continue;
        const rawHeaders = wire.rawHeaders.with(i, `${value}0`);
        expect(() => verify({ ...wire, rawHeaders })).toThrow(S3Error);
      }
    }),
    { numRuns: 500 },
  );
});

/** URLs that differ only in their encoding are the same request and have the same signature. */
function decode(url: string): string {
  try {
    const [path = '', ...query] = url.split('?');
    const pairs = query
      .join('?')
      .split('&')
      .filter(Boolean)
      .map((piece) => {
        const [key = '', ...value] = piece.replaceAll('+', ' ').split('=');
        return [decodeURIComponent(key), decodeURIComponent(value.join('='))];
      });
    return JSON.stringify([path.split('/').map(decodeURIComponent), pairs.sort()]);
  } catch {
    return `broken ${url}`;
  }
}
