import { describe, expect, test } from 'vitest';
import { createScrub } from './scrub.ts';

const scrub = createScrub(['correct horse "battery"', 'a+b*c(d)', 'short']);
const HEX = 'f'.repeat(64);

describe('nothing is left of', () => {
  test.each([
    [
      'a presigned URL',
      `PUT https://b.s3.example/k?X-Amz-Signature=${HEX}&x-id=UploadPart failed`,
      'X-Amz',
    ],
    [
      'a presigned URL in JSON',
      `{"url":"http://127.0.0.1:9000/b/k?partNumber=1\\u0026a=TOP"}`,
      'TOP',
    ],
    ['a signature by itself', `signature ${HEX}.`, HEX],
    ['a parameter of a query', 'x-amz-security-token=TOPSECRET&a=b', 'TOPSECRET'],
    ['the parameters in XML', '<U>X-Amz-Credential=TOPSECRET/2026</U>', 'TOPSECRET'],
    [
      'a signed request',
      '"authorization":"AWS4-HMAC-SHA256 Credential=TOP/1, Signature=ab"',
      'TOP',
    ],
    ['a header', '"Authorization":"Bearer TOP.SEC_RET-1","a":1', 'TOP'],
    ['a bearer', 'the bearer TOP.SECRET-OF-SOMEBODY is wrong', 'TOP'],
    ['a password', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['a sealed token', 'token eyJhbGciOiJkaXIi.tHe.iv0.cIpher.taG is old', 'eyJ'],
    ['a token cut off', 'token eyJhbGciOiJkaXIiLCJl', 'eyJ'],
    ['the password of a URL', 'connect redis://user:TOP@cache:6379', 'TOP'],
    ['a secret', 'it was correct horse "battery"', 'battery'],
    ['a secret in JSON', JSON.stringify({ text: 'correct horse "battery"' }), 'battery'],
    ['a secret of characters that are special in a pattern', 'a+b*c(d)', 'b*c'],
  ])('%s', (_name, text, secret) => {
    expect(text).toContain(secret);
    expect(scrub(text)).not.toContain(secret);
    expect(scrub(text)).toContain('[redacted]');
  });
});

test('every call finds all of several secrets', () => {
  const text = `https://a.example/x?y ${HEX} https://b.example/x?y`;
  const clean = 'https://a.example/x?[redacted] [redacted] https://b.example/x?[redacted]';
  expect([scrub(text), scrub(text)]).toEqual([clean, clean]);
});

test.each([
  'https://media.s3.example/uploads/acme/1/video.mp4',
  '{"requestId":"6f1d1c1e-9b6f-4a55-8f3e-6a5f0d3c2b1a","status":200,"size":1048576}',
  'mail to alice@example.com about a short basic question?',
])('%s stays unchanged', (text) => {
  expect(scrub(text)).toBe(text);
});
