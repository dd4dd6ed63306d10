import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';

const CREATE = await bundledProgram('packages/create-slipway', 'src/create-slipway.ts');
const CLI = await bundledProgram('packages/server', 'src/cli.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-create-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a command in the folder, and on a pseudo-terminal if it has one. */
function start(command: readonly string[], { hasTerminal }: { readonly hasTerminal: boolean }) {
  const [file = '', ...args] = hasTerminal
    ? ['script', '--quiet', '--return', '--command', command.join(' '), '/dev/null']
    : command;
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.on('data', (data) => (shown += String(data)));
  child.stderr.on('data', (data) => (shown += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended,
    shown: () => shown,
    shows: (text: string) => vi.waitFor(() => expect(shown).toContain(text), { timeout: 30_000 }),
    types: (keys: string) => child.stdin.write(keys),
  };
}

const PROGRAMS: readonly [string, readonly string[]][] = [
  ['npm create slipway', [process.execPath, CREATE]],
  ['slipway init', [process.execPath, CLI, 'init']],
];

// The program that gives a command a pseudo-terminal has these options on Linux only.
describe.skipIf(process.platform !== 'linux').each(PROGRAMS)(
  'on a terminal, %s',
  (_name, command) => {
    const ask = (...args: string[]) => start([...command, ...args], { hasTerminal: true });

    test('asks, repeats a question until an answer fits, and writes the files', async () => {
      const program = ask();
      await program.shows('Where does the backend run?');
      program.types('hanami\r');
      await program.shows('"hanami" is not one of them.');
      program.types('hono\r');
      await program.shows('Where do the files go?');
      program.types('\r');
      await program.shows('Who may upload?');
      program.types('Session\r');

      expect(await program.ended).toBe(0);
      expect((await readdir(folder)).sort()).toEqual([
        '.env',
        'hono.js',
        'session.js',
        'uploads.js',
      ]);
      expect(await readFile(join(folder, '.env'), 'utf8')).toContain('BUCKET=uploads\n');
      expect(program.shown()).toContain('node --env-file=.env hono.js');
    });

    test('keeps answers that the user pastes before the questions', async () => {
      const program = ask();
      await program.shows('Where does the backend run?');
      program.types('koa\raws\rme\r');

      expect(await program.ended).toBe(0);
      expect((await readdir(folder)).sort()).toEqual(['.env', 'koa.js', 'uploads.js']);
      expect(await readFile(join(folder, '.env'), 'utf8')).toContain('AWS_REGION=');
    });

    test.each([
      ['Ctrl+C', '\u0003'],
      ['Ctrl+D', '\u0004'],
    ])('writes nothing after %s', async (_key, code) => {
      const program = ask('--framework', 'node');
      await program.shows('Where do the files go?');
      program.types('\r');
      await program.shows('Who may upload?');
      program.types(code);

      expect(await program.ended).toBe(130);
      expect(program.shown()).toMatch(/Canceled\. Nothing was written\.\s*$/);
      expect(await readdir(folder)).toEqual([]);
    });
  },
);

describe.each(PROGRAMS)('without a terminal, %s', (_name, command) => {
  const run = (...args: string[]) => start([...command, ...args], { hasTerminal: false });

  test('writes into a folder that it creates, and installs the tarballs of npm run pack', async () => {
    await mkdir(join(folder, 'packed'));
    const tarballs = ['protocol', 'server', 'local-s3'].map((name) => `slipway-${name}-0.1.0.tgz`);
    for (const name of tarballs) await writeFile(join(folder, 'packed', name), '');
    const program = run('mine', '--framework', 'node', '--packages', 'packed');

    expect(await program.ended).toBe(0);
    expect((await readdir(join(folder, 'mine'))).sort()).toEqual([
      '.env',
      'node-http.js',
      'uploads.js',
    ]);
    const [, steps = ''] = program.shown().split('Next:\n');
    const [protocol, server, store] = tarballs.map((name) => `../packed/${name}`);
    expect(steps.split('\n').slice(0, 5)).toEqual([
      '1. cd mine',
      '2. npm init -y',
      '3. npm pkg set type=module',
      `4. npm install ${protocol} ${server} @aws-sdk/client-s3 @aws-sdk/s3-request-presigner`,
      `5. npm install --save-dev ${store}`,
    ]);
    expect(steps).not.toContain('--packages');
  });

  test('says that the packages are not on the registry, unless it gets their tarballs', async () => {
    const program = run('--framework', 'node');
    await program.ended;
    expect(program.shown()).toContain('1. Slipway is not on the npm registry yet.');

    const empty = run('two', '--framework', 'node', '--packages', 'nowhere');
    expect(await empty.ended).toBe(2);
    expect(empty.shown()).toContain('--packages: nowhere has no tarball of @slipway/protocol');
    expect(await readdir(folder)).not.toContain('two');
  });

  test('installs the package that the page imports, and says where the page is', async () => {
    const program = run('--framework', 'next');
    expect(await program.ended).toBe(0);
    expect(program.shown()).toContain('npm install @slipway/server @slipway/react @aws-sdk/');
    expect(program.shown()).toContain("Write a page, as Slipway's docs/stacks.md#nextjs shows");
  });

  test('says how to check a bucket that is not local', async () => {
    const program = run('--framework', 'node', '--store', 'aws', '--bucket', 'b');
    expect(await program.ended).toBe(0);
    expect(program.shown()).toContain('npx slipway doctor --bucket b\n');
  });
});
