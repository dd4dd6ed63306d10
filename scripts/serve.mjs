import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bin, ROOT } from './run.mjs';

/** Runs the built backend until it ends. Resolves with its exit code. */
export function serve() {
  return keepAlive([start(['apps/server/dist/main.js'])]);
}

/** Runs the backend, the element and the pages from their sources. Each reloads when a source changes. */
export function serveForDevelopment() {
  const tsx = bin('tsx', 'dist/cli.mjs');
  const page = 'http://127.0.0.1:5173';
  console.log(`Pages with live reload: ${page}`);
  return keepAlive([
    start([tsx, 'watch', '--conditions=@slipway/source', 'src/main.ts'], 'apps/server', {
      ...configFile(),
      SLIPWAY_DATA: process.env.SLIPWAY_DATA ?? join(ROOT, '.slipway'),
      SLIPWAY_ALLOWED_ORIGINS: [process.env.SLIPWAY_ALLOWED_ORIGINS, page, 'http://localhost:5173']
        .filter(Boolean)
        .join(','),
    }),
    start([bin('vite', 'bin/vite.js', 'packages/element'), 'build', '--watch'], 'packages/element'),
    start([bin('vite', 'bin/vite.js', 'apps/web'), '--host', '127.0.0.1'], 'apps/web'),
  ]);
}

/** The config file that `npm start` finds. For development, the backend runs in another folder. */
function configFile() {
  const names = ['ts', 'mts', 'js', 'mjs'].map((ending) => `slipway.config.${ending}`);
  const path = process.env.SLIPWAY_CONFIG || names.find((name) => existsSync(join(ROOT, name)));
  return path === undefined ? {} : { SLIPWAY_CONFIG: resolve(ROOT, path) };
}

function start(args, folder = '.', env = {}) {
  return spawn(process.execPath, args, {
    cwd: join(ROOT, folder),
    // A separate process group: Ctrl-C reaches only this process, which forwards it once.
    detached: process.platform !== 'win32',
    // Through this channel the backend notices when this process dies.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
}

/** Forwards signals. Ends all children when one of them ends, or when npm, our parent, dies. */
function keepAlive(children) {
  let stoppingSince;
  const stop = () => {
    // npm and the terminal both deliver the same Ctrl-C. A later one means "now".
    const again = stoppingSince !== undefined && Date.now() - stoppingSince > 1_000;
    if (stoppingSince !== undefined && !again) return;
    stoppingSince ??= Date.now();
    for (const child of children) {
      if (child.exitCode === null) child.kill(again ? 'SIGKILL' : 'SIGTERM');
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || stop(), 1_000).unref();
  }
  return new Promise((resolve) => {
    let running = children.length;
    let exitCode = 0;
    for (const child of children) {
      child.once('exit', (code, signal) => {
        exitCode ||= code ?? (signal === 'SIGTERM' ? 0 : 1);
        running -= 1;
        if (running === 0) resolve(exitCode);
        else stop();
      });
    }
  });
}
