import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';

const MAIN = await bundledProgram('apps/server', 'src/main.ts');
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** In plain words, or in the log's JSON. */
const READY = /Slipway is ready: (http:\/\/[^\s"]+)/;
const STORE = /local-s3 at (http:\/\/\S+)/;

/** The backend as a process of its own, with nothing in its environment but what is given. */
export interface MainProcess {
  readonly child: ChildProcess;
  /** Everything written so far. */
  output(): { stdout: string; stderr: string };
  /** Resolves with its addresses once it is ready. */
  ready(): Promise<{ url: string; s3Url: string }>;
  /** Resolves with its exit code. */
  ended(): Promise<number | null>;
}

/** How to run the backend. */
export interface RunMainOptions {
  /** The program for Node. @defaultValue a bundle of the backend's source */
  readonly program?: string | undefined;
  /** The working directory. @defaultValue the backend's folder */
  readonly cwd?: string | undefined;
  /** Node. @defaultValue the one that runs this */
  readonly node?: string | undefined;
  /** Takes what the backend writes once it is ready. @defaultValue `output()` has it */
  readonly log?: { write(text: string): unknown } | undefined;
}

export function runMain(
  env: Record<string, string>,
  { program = MAIN, cwd = FOLDER, node = process.execPath, log }: RunMainOptions = {},
): MainProcess {
  const child = spawn(node, [program], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', S3_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => {
    if (log && READY.test(stdout)) log.write(bytes.toString());
    else stdout += bytes.toString();
  });
  child.stderr.on('data', (bytes: Buffer) => {
    if (log) log.write(bytes.toString());
    stderr += bytes.toString();
  });
  const closed = once(child, 'close');
  return {
    child,
    output: () => ({ stdout, stderr }),
    async ready() {
      while (!READY.test(stdout)) {
        // By itself, or by a signal.
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended: ${stderr}${stdout}`);
        }
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
      return { url: READY.exec(stdout)?.[1] ?? '', s3Url: STORE.exec(stdout)?.[1] ?? '' };
    },
    async ended() {
      await closed;
      return child.exitCode;
    },
  };
}
