import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a separate process, so that its cost can be measured alone. */
export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** Stops it. Resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a script with this Node and waits for its line `ready: URL`. @throws Error when it ends before that */
export async function startProcess(args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready: (\S+)/.exec(line)?.[1];
    if (url) return { url, process: child, stop: () => end(child) };
  }
  throw new Error('A server ended before it was ready.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
