import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from './free-port.ts';

const HELP =
  'These tests need a real Redis: install redis-server (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_SERVER_PATH to it.';

/** A redis-server of its own, on loopback, that keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** Stops it in the middle of everything: connections stay, answers don't come. Until `thaw`. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** Starts a real Redis on a free port. @throws saying how to get one where there is none */
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

/** A client of that server, as an owner would make one. */
export function connectTo({ url }: RedisServer) {
  return createClient({ url, socket: { reconnectStrategy: 20 } })
    .on('error', () => {}) // Servers are killed here on purpose.
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
