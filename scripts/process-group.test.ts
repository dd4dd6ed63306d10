import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './run.mjs';

/** Starts a group whose command starts another process, prints both IDs, and then runs `rest`. */
const program = (rest: string) => `
  import { startGroup } from '${join(ROOT, 'scripts/process-group.mjs')}';
  const child = startGroup(['bash', '-c', 'sleep 600 & echo $$ $!; wait'], '/');
  child.stdout.once('data', (ids) => {
    console.log(String(ids).trim());
    ${rest}
  });
`;

/** Whether the process runs. A process that its parent has not reaped yet is dead. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each([
  ['is interrupted', '', 'SIGINT'],
  ['is terminated', '', 'SIGTERM'],
  ['throws', "throw new Error('A test.');", undefined],
] as const)('groups end when the script that started them %s', async (_how, rest, signal) => {
  const args = ['--input-type=module', '--eval', program(rest)];
  const script = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(script, 'exit');
  const [ids] = await once(script.stdout, 'data');
  if (signal) script.kill(signal);
  const [code] = await ended;

  expect(code).toBe(1);
  for (const id of String(ids).trim().split(' ')) {
    await expect.poll(() => isAlive(Number(id))).toBe(false);
  }
});
