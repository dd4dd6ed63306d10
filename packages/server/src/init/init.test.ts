import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FRAMEWORKS } from './frameworks.ts';
import { init } from './init.ts';
import { planFiles } from './plan-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('on a terminal, init asks for what the command does not say', async () => {
  const asked: string[] = [];
  const answers = ['fastify', 'session'];
  const result = await init(
    ['--store', 'aws', '--region', 'eu-west-1'],
    folder,
    async (question) => {
      asked.push(question);
      return answers.shift();
    },
    'slipway init',
  );
  expect(asked).toEqual(['Where does the backend run?', 'Who may upload?']);
  expect(result).toMatchObject({
    said: expect.stringContaining('node --env-file=.env fastify.js'),
  });
  expect((await readdir(folder)).sort()).toEqual([
    '.env',
    'fastify.js',
    'session.js',
    'uploads.js',
  ]);
  const variables = await readFile(join(folder, '.env'), 'utf8');
  expect(variables).toContain('AWS_REGION=eu-west-1\n');
  expect(variables).toMatch(/^TOKEN_KEY=[\w+/]{43}=$/m);
});

const ALL = ['--framework', 'express', '--store', 'aws', '--auth', 'me'];
const neverAsk = () => Promise.reject(new Error('The command says all.'));

test('only the user can read the file with the secrets', async () => {
  await init(ALL, folder, neverAsk, 'slipway init');
  expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600);
});

test('an option with a line break, which would add a variable, is refused', async () => {
  const bucket = 'media\nNODE_OPTIONS=--require=./other.cjs';
  expect(await init([...ALL, '--bucket', bucket], folder, neverAsk, 'slipway init')).toEqual({
    mistakes: ['--bucket must not have line breaks or control characters'],
  });
  expect(await readdir(folder)).toEqual([]);
});

test.each(Object.entries(FRAMEWORKS))(
  'the files for %s can ask session.js for the user',
  (_name, framework) => {
    const choices = { framework, store: 'aws', auth: 'session' } as const;
    const unknown = { bucket: undefined, region: undefined, endpoint: undefined };
    const files = planFiles({ ...choices, ...unknown });
    const code = [...files.values()].join('\n');
    expect(code).not.toContain("subject: 'me'");
    expect(code).not.toContain('Before you go public');
    expect(code.match(/^import \{ userOf \} from '\.\/session\.js';$/gm)).toHaveLength(1);
    expect(code.match(/authorize: async \(request\) => /g)).toHaveLength(1);
  },
);
