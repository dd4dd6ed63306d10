import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

function mistakesOf(bucket: string, env: Record<string, string> = {}): readonly string[] {
  const result = readConfig({ S3_BUCKET: bucket, ...env });
  return 'mistakes' in result ? result.mistakes : [];
}

test.each([
  'media',
  'a.b-c.9',
  'x'.repeat(63),
  'media--usw2-az1--x-s3',
  'media--use1-dfw2-az1--x-s3',
  'reports--usw2-az1--xa-s3',
  'reports-kwhpdcp8rpg1eu37j9ttz1qddwxoeusw2a-s3alias',
  'reports-o01ac5d28a6a232904e8xz5w8ijx1qzlbp3i3kuse10--op-s3',
  'arn:aws:s3:eu-west-1:123456789012:accesspoint/reports',
  'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:reports',
  'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap',
  'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/reports',
])('%s is accepted', (bucket) => {
  expect(mistakesOf(bucket)).toEqual([]);
});

describe('an impossible bucket is one mistake that says what to write instead', () => {
  test.each([
    ['no', '3 to 63'],
    ['x'.repeat(64), '3 to 63'],
    ['Media', 'lower-case'],
    ['my_media', 'S3_ENDPOINT'],
    ['media.', '3 to 63'],
    ['-media', '3 to 63'],
    ['me..dia', '3 to 63'],
    ['192.168.5.4', '3 to 63'],
    ['media/videos', 'without a folder'],
    ['s3://media/videos', 'as media, not a URL'],
    ['https://media.s3.amazonaws.com/', 'not a URL'],
    ['media--x-s3', 'zone'],
    ['mfzwi23gnjvgw.mrap', 'ARN'],
    ['arn:aws:s3:::media', "takes the bucket's name (media), not its ARN"],
    ['arn:aws:s3:::media/*', "takes the bucket's name (media), not its ARN"],
    ['arn:aws:s3:eu-west-1:123:accesspoint/reports', 'looks like arn:aws:s3:REGION'],
    ['arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/x', 'Object Lambda'],
    ['arn:aws:sqs:us-east-1:123456789012:queue', 'looks like arn:aws:s3:REGION'],
  ])('%s', (bucket, advice) => {
    const [mistake, ...more] = mistakesOf(bucket);
    expect(mistake).toMatch(/^S3_BUCKET: .+\.$/);
    expect(mistake).toContain(advice);
    expect(more).toEqual([]);
  });
});

test.each([{ S3_ENDPOINT: 'https://s3.example' }, { S3_FORCE_PATH_STYLE: 'true' }])(
  'with %j names that are not host names are accepted',
  (env) => {
    expect(mistakesOf('My_Media', env)).toEqual([]);
    expect(mistakesOf('acme:media', env)).toEqual([]);
    expect(mistakesOf('My Media', env)).toEqual([expect.stringContaining('3 to 255')]);
  },
);

test('a virtual host must be a host name', () => {
  const mistakes = mistakesOf('My_Media', { S3_FORCE_PATH_STYLE: 'false' });
  expect(mistakes).toEqual([expect.stringContaining('3 to 63')]);
});
