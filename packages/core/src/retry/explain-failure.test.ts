import { expect, test } from 'vitest';
import { explainRefusal } from './explain-failure.ts';
import { failure } from './failure.ts';

const explain = (status: number, inner: string) =>
  explainRefusal(
    failure('storage-refused', { status }),
    `<?xml version="1.0"?><Error>${inner}</Error>`,
  );

test.each([
  [301, '<Code>PermanentRedirect</Code><Region>eu-west-1</Region>'],
  [307, '<Code>TemporaryRedirect</Code><Region>eu-west-1</Region>'],
  [400, '<Code>AuthorizationQueryParametersError</Code><Region>eu-west-1</Region>'],
  [400, '<Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region>'],
])('%d %s is told as another region, with its name', (status, inner) => {
  const error = explain(status, inner);
  expect(error).toMatchObject({ code: 'storage-misconfigured', status });
  expect(error.message).toContain('The bucket is in the region eu-west-1');
});

test('a redirect without a region is told as that', () => {
  expect(explain(301, '').message).toContain('The bucket is in another region');
});

test('a URL whose parameters are wrong for another reason is not told as another region', () => {
  const error = explain(400, '<Code>AuthorizationQueryParametersError</Code>');
  expect(error.code).toBe('storage-refused');
});

test.each([
  [501, '', 'a header of this upload.'],
  [501, '<Code>NotImplemented</Code><Header>If-None-Match</Header>', '(If-None-Match)'],
  [400, '<Code>NotImplemented</Code><Header>If-None-Match</Header>', '(If-None-Match)'],
  [
    400,
    "<Code>InvalidArgument</Code><Message>Unsupported header 'x-amz-checksum-crc32' received for this API call.</Message>",
    'a header of this upload.',
  ],
])('%d %s names the header and the option to set', (status, inner, what) => {
  const error = explain(status, inner);
  expect(error.code).toBe('storage-misconfigured');
  expect(error.message).toContain(what);
  expect(error.message).toContain('s3Store');
});

test('another refusal stays what it is', () => {
  const refused = failure('storage-refused', { status: 400 });
  expect(explainRefusal(refused, '<Code>EntityTooLarge</Code>')).toBe(refused);
  expect(explainRefusal(refused)).toBe(refused);
});
