import { expect, test } from 'vitest';
import { atEndpoint, awsCommand, quote } from './aws-command.ts';

test('a command for AWS has no endpoint', () => {
  expect(atEndpoint('aws s3 mb s3://media', undefined)).toBe('aws s3 mb s3://media');
});

test('every command for another store has its endpoint, so that it cannot change a bucket on AWS', () => {
  const commands = 'aws s3 mb s3://media\naws s3 ls';
  expect(atEndpoint(commands, 'https://s3.example/a b')).toBe(
    "aws --endpoint-url 'https://s3.example/a b' s3 mb s3://media\naws --endpoint-url 'https://s3.example/a b' s3 ls",
  );
});

test('words with shell characters are quoted', () => {
  expect(quote('uploads/a-1.txt')).toBe('uploads/a-1.txt');
  expect(quote("it's")).toBe(String.raw`'it'\''s'`);
  expect(awsCommand('put-x', 'a b', '--json', { a: "'" })).toBe(
    String.raw`aws s3api put-x --bucket 'a b' --json '{"a":"'\''"}'`,
  );
});
