import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** The groups that run. A terminal's Ctrl-C does not reach them. */
const running = new Set();

/**
 * Starts a process group, so that {@link stopGroup} also ends what the command starts. What it prints gathers in
 * `output`. The group ends with this process at the latest.
 */
export function startGroup([command, ...args], cwd, env = {}) {
  const child = spawn(command, args, { cwd, detached: true, env: { ...process.env, ...env } });
  endWithThisProcess(child);
  child.output = '';
  child.once('error', (error) => {
    child.output += error.message;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      child.output += chunk;
    });
  }
  return child;
}

function endWithThisProcess(child) {
  if (running.size === 0) {
    process.once('exit', killAll);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, exit);
  }
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size > 0) return;
    process.off('exit', killAll);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, exit);
  });
}

function killAll() {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

function exit() {
  process.exit(1);
}

/** Sends a signal to the whole group, and waits until the command has ended. */
export async function stopGroup(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, signal);
  await ended;
}

/**
 * Waits until a server answers with success.
 *
 * @throws with all output if a child ends before, or after `patienceMs` milliseconds
 */
export async function untilAnswered(url, children, patienceMs) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    const ended = children.some(({ exitCode }) => exitCode !== null);
    if (ended || Date.now() > deadline) {
      const told = answer ? [await answer.text()] : [];
      const lines = [...told, ...children.map(({ output }) => output)];
      throw new Error(`${url} did not answer: ${lines.join('\n')}`);
    }
    await wait(200);
  }
}
