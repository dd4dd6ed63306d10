import { type ChildProcess, spawn } from 'node:child_process';
import type { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { bundledProgram } from '../../../../scripts/bundled-program.mjs';
import { BUCKET, createTestClient, TEST_CREDENTIALS } from './test-server.ts';

const CLI = await bundledProgram('packages/local-s3', 'src/cli.ts');

/**
 * Starts the command in a separate process, so that a test can kill it. `wrapper` is a program and its arguments that
 * start the process.
 */
export async function spawnServer(
  dir: string,
  wrapper: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly client: S3Client }> {
  const { accessKeyId, secretAccessKey } = TEST_CREDENTIALS;
  const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
  const args = [CLI, '--dir', dir, '--port', '0', '--bucket', BUCKET, ...keys];
  const [program = '', ...rest] = [...wrapper, process.execPath, ...args];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data) => resolve(String(data)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { child, client: createTestClient(line.trim().slice('local-s3 is ready: '.length)) };
}
