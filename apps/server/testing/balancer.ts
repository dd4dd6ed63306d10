import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../packages/server/testing/free-port.ts';
import { readRepositoryFile } from './deployment.ts';

const HELP =
  'These tests need a real nginx: install it (Debian: apt-get install nginx-light, macOS: brew install nginx), or set NGINX_PATH to it.';

/** What the balancer is told of the machine that it runs on. */
export interface BalancerOptions {
  /** For what it writes. */
  readonly folder: string;
  readonly htpasswd: string;
  /** Addresses of `backend-a` and `backend-b`, as `http://127.0.0.1:3000`. */
  readonly backends: readonly [string, string];
}

/** A real nginx with `deploy/nginx.conf`, in which only addresses and paths are others. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts it on a free port. @throws with what nginx says when it refuses its configuration */
export async function startBalancer(options: BalancerOptions): Promise<Balancer> {
  const { folder, htpasswd, backends } = options;
  const port = await freePort();
  await mkdir(folder, { recursive: true });
  const [a, b] = backends.map((url) => new URL(url).host);
  const site = replaceAll(readRepositoryFile('deploy/nginx.conf'), {
    'backend-a:3000': a ?? '',
    'backend-b:3000': b ?? '',
    'listen 8080': `listen 127.0.0.1:${port}`,
    '/run/secrets/htpasswd': htpasswd,
  });
  await writeFile(join(folder, 'site.conf'), site);
  await writeFile(join(folder, 'nginx.conf'), mainConfiguration(folder));
  const args = ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const child = spawn(process.env.NGINX_PATH ?? 'nginx', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const ended = once(child, 'exit').catch((cause: unknown) => {
    throw new Error(HELP, { cause });
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null;
  const url = `http://127.0.0.1:${port}`;
  while (isRunning() && !(await isAnswered(`${url}/healthz`))) await wait(20);
  if (!isRunning()) {
    await ended;
    throw new Error(`nginx ended: ${errors}`);
  }
  return {
    url,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What the image of nginx has in its own `nginx.conf`, for one process without rights. */
function mainConfiguration(folder: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'scgi', 'uwsgi'];
  const temporary = kinds.map((kind) => `${kind}_temp_path ${join(folder, kind)};`);
  return `daemon off; master_process off; pid ${join(folder, 'nginx.pid')};
events { worker_connections 4096; }
http { access_log off; ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }
`;
}

function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`deploy/nginx.conf does not say "${from}".`);
    return changed.replaceAll(from, to);
  }, text);
}

function isAnswered(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
