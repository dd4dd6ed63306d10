import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The backend as a user runs it, on a free port. */
export interface Backend {
  readonly url: string;
  /** Its output so far, line by line. */
  readonly lines: readonly string[];
  /** Sends it a signal. Resolves with its exit code, or `null` if the signal itself ended it. */
  stop(signal?: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** Runs the built backend. @see start */
export function startBackend(env: Record<string, string>): Promise<Backend> {
  // If this process dies, the channel closes and the backend stops.
  return start(process.execPath, ['apps/server/dist/main.js'], env, ['ipc']);
}

/** Runs `npm start`, as a newcomer does. @see start */
export function npmStart(env: Record<string, string>): Promise<Backend> {
  return start('npm', ['start'], env);
}

/**
 * Waits until a server says that it is ready.
 *
 * @throws with what it printed when it ends before
 */
async function start(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  channel: readonly 'ipc'[] = [],
): Promise<Backend> {
  const child = spawn(command, args, {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...channel],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const ready = /^Slipway is ready: (\S+)$/.exec(line);
        if (ready?.[1]) resolve(ready[1]);
      });
    }
    child.once('exit', (code) => reject(new Error(`Exit code ${code}:\n${lines.join('\n')}`)));
  });
  return {
    url,
    lines,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await exited;
      return typeof code === 'number' ? code : null;
    },
  };
}
