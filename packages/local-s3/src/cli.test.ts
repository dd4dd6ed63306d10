import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';
import { readCliOptions } from './cli-options.ts';

const CLI = await bundledProgram('packages/local-s3', 'src/cli.ts');

const complete = ['--dir', 'd', '--access-key', 'a', '--secret-key', 's'];

test('the documented flags become options', () => {
  const args = [
    ...complete,
    '--port',
    '0',
    '--bucket',
    'one',
    '--bucket',
    'two',
    '--region',
    'eu-1',
  ];
  const read = readCliOptions([...args, '--cors-origin', 'http://127.0.0.1:3000'], {});
  expect(read).toMatchObject({
    options: {
      dir: 'd',
      accessKeyId: 'a',
      secretAccessKey: 's',
      port: 0,
      region: 'eu-1',
      buckets: ['one', 'two'],
      cors: [{ allowedOrigins: ['http://127.0.0.1:3000'] }],
    },
  });
});

test('each mistake has one line', () => {
  expect(readCliOptions(['--port', '99999', '--cors-origin', 'example.com/x'], {})).toEqual({
    mistakes: [
      '--dir is required',
      '--access-key is required',
      '--secret-key or LOCAL_S3_SECRET_KEY is required',
      '--port must be a number from 0 to 65535, not "99999"',
      '--cors-origin must be an origin such as http://127.0.0.1:3000, not "example.com/x"',
    ],
  });
  expect(readCliOptions(['--colour'], {})).toMatchObject({
    mistakes: [expect.stringContaining('--colour')],
  });
});

test('the command says when it is ready, and SIGTERM ends it cleanly', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'local-s3-cli-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const args = [CLI, ...complete, '--dir', dir, '--port', '0', '--bucket', 'films'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data))),
  );
  expect(line).toMatch(/^local-s3 is ready: http:\/\/127\.0\.0\.1:\d+\n$/);
  expect((await fetch(line.trim().slice('local-s3 is ready: '.length))).status).toBe(403);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
