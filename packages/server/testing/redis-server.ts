import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from './free-port.ts';

const HELP =
  'These tests need a real Redis: install redis-server (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_SERVER_PATH to it.';

/** A redis-server on loopback that stores nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Kills the server, like a crash. */
  kill(): Promise<void>;
  /** Restarts the server on the same port, with the data of its last `SAVE`, if there was one. */
  restart(): Promise<void>;
  /** Suspends the server until `thaw`. Connections stay open, but get no responses. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts a real Redis on a free port. @throws if it is not installed, with instructions */
export async function startRedis(): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-redis-'));
  const port = await freePort();
  let server = await run(dir, port);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      await kill();
      server = await run(dir, port);
    },
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    async close() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Connects a client, as an owner would. */
export function connectTo({ url }: Pick<RedisServer, 'url'>) {
  return createClient({ url, socket: { reconnectStrategy: 20 } })
    .on('error', () => {}) // Tests kill servers on purpose.
    .connect();
}

async function run(dir: string, port: number): Promise<ChildProcess> {
  const program = process.env.REDIS_SERVER_PATH ?? 'redis-server';
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    child.stdout.on('data', (bytes: Buffer) => {
      log += bytes.toString();
      if (log.includes('Ready to accept connections')) resolve();
    });
    child.once('error', (cause) => reject(new Error(HELP, { cause })));
    child.once('exit', () => reject(new Error(`redis-server ended: ${log}`)));
  });
  return child;
}
