import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';
import { readCompose } from './deployment.ts';

const CLI = await bundledProgram('packages/local-s3', 'src/cli.ts');

/** The store of compose.yaml as a process of this machine. */
export interface ComposedStore {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts local-s3 with the arguments that compose.yaml has for it; only folder and address are others. @throws when it does not take them */
export async function startComposedStore(dir: string, secretKey: string): Promise<ComposedStore> {
  const given = readCompose().services.store?.command ?? [];
  const args = given.filter((argument) => !/^--(?:dir|host)=/.test(argument));
  if (args.length !== given.length - 2) throw new Error('Where are --dir and --host?');
  const child = spawn(process.execPath, [CLI, ...args, `--dir=${dir}`, '--port=0'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env.PATH ?? '', LOCAL_S3_SECRET_KEY: secretKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready: (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    return {
      url,
      async close() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }
  throw new Error('The store ended before it was ready.');
}
