import { expect, test } from 'vitest';
import { atEndpoint, awsCommand, quote } from './aws-command.ts';

test('commands for AWS name no endpoint', () => {
  expect(atEndpoint('aws s3 mb s3://media', undefined)).toBe('aws s3 mb s3://media');
});

test('each command for another store names it, so that no bucket of that name on AWS is touched', () => {
  const commands = 'aws s3 mb s3://media\naws s3 ls';
  expect(atEndpoint(commands, 'https://s3.example/a b')).toBe(
    "aws --endpoint-url 'https://s3.example/a b' s3 mb s3://media\naws --endpoint-url 'https://s3.example/a b' s3 ls",
  );
});

test('what a shell would read otherwise is quoted', () => {
  expect(quote('uploads/a-1.txt')).toBe('uploads/a-1.txt');
  expect(quote("it's")).toBe(String.raw`'it'\''s'`);
  expect(awsCommand('put-x', 'a b', '--json', { a: "'" })).toBe(
    String.raw`aws s3api put-x --bucket 'a b' --json '{"a":"'\''"}'`,
  );
});
