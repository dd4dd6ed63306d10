import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownMains } from '../testing/own-mains.ts';
import { uploadChecked } from '../testing/upload-checked.ts';

const mains = ownMains();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the backend in a folder of its own, next to its config file. */
async function startWith(
  code: string,
  env: Record<string, string> = {},
  name = 'slipway.config.mjs',
) {
  await writeFile(join(folder, name), code);
  return mains.start({ SLIPWAY_SMALL_FILES: 'put', ...env }, { cwd: folder });
}

async function mistakesOf(code: string, env: Record<string, string> = {}) {
  const main = await startWith(code, env);
  expect(await main.ended()).toBe(1);
  const { stdout, stderr } = main.output();
  expect(stdout).toBe('');
  return stderr.trimEnd().split('\n');
}

const IMPORT = `import { defineConfig, UploadError } from '@slipway/server/config';`;

test('hooks, keys, a policy and object options of the config file decide about uploads', async () => {
  const main = await startWith(`${IMPORT}
    import { appendFileSync } from 'node:fs';
    const note = (name) => ({ objectKey }) => appendFileSync('hooks.txt', name + ' ' + objectKey + '\\n');
    export default defineConfig({
      policy: ({ subject }) => ({ accept: subject === 'local' ? ['.txt'] : ['.pdf'] }),
      objectKey: (file, { subject }, { id }) => 'by/' + subject + '/' + id + '/' + file.name,
      object: (file) => ({ cacheControl: 'max-age=' + file.size }),
      onCreated: note('created'),
      onCompleted(upload) {
        if (upload.file.name === 'virus.txt') {
          throw new UploadError('type-not-allowed', { message: 'There is a virus in the file.' });
        }
        note('completed')(upload);
      },
      onEvent: ({ type }) => appendFileSync('hooks.txt', type + '\\n'),
    });`);
  const { url } = await main.ready();
  const { result } = await uploadChecked(url);
  const { objectKey } = result.object;
  expect(objectKey).toMatch(/^by\/local\/[^/]+\/a\.txt$/);
  expect((await uploadChecked(url, { name: 'a.pdf' })).result.error.code).toBe('type-not-allowed');
  expect((await uploadChecked(url, { name: 'virus.txt' })).result.error).toMatchObject({
    code: 'type-not-allowed',
    message: 'There is a virus in the file.',
  });
  const lines = (await readFile(join(folder, 'hooks.txt'), 'utf8')).split('\n');
  expect(lines).toContain(`created ${objectKey}`);
  expect(lines).toContain(`completed ${objectKey}`);
  expect(lines).toContain('upload-completed');
});

test('authorize and authorizeAdmin of the config file identify callers, also on all addresses', async () => {
  const main = await startWith(
    `${IMPORT}
    const tenants = new Map([['k1', 'acme'], ['k2', 'other']]);
    export default defineConfig({
      authorize({ headers }) {
        const tenant = tenants.get(headers['x-api-key']);
        if (!tenant) throw new UploadError('unauthorized', { message: 'Send your API key.' });
        return { subject: headers['x-api-key'], tenant };
      },
      authorizeAdmin({ headers }) {
        if (headers['x-api-key'] !== 'k2') throw new UploadError('forbidden', { message: 'No.' });
        return { subject: 'k2' };
      },
    });`,
    { HOST: '0.0.0.0', S3_BUCKET: 'media', S3_ENDPOINT: 'http://127.0.0.1:1', ...SDK_KEYS },
  );
  const { url: listening } = await main.ready();
  const url = listening.replace('0.0.0.0', '127.0.0.1');
  const policy = (key?: string) =>
    fetch(`${url}/api/policy`, { headers: key === undefined ? {} : { 'x-api-key': key } });
  expect((await policy()).status).toBe(401);
  expect((await policy('k1')).status).toBe(200);
  const admin = (key: string) =>
    fetch(`${url}/api/admin/configuration`, { headers: { 'x-api-key': key } });
  expect((await admin('k1')).status).toBe(403);
  expect((await admin('k2')).status).toBe(200);
});

const SDK_KEYS = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

test('onError of the config file gets what the log gets, with the error of the hook', async () => {
  const main = await startWith(`${IMPORT}
    import { appendFileSync } from 'node:fs';
    export default defineConfig({
      onCreated: () => { throw new Error('The database is down.'); },
      onError: (error, { route }) => appendFileSync('errors.txt', route + ': ' + error.message + '\\n'),
    });`);
  const { url } = await main.ready();
  const { result } = await uploadChecked(url);
  expect(result.error.code).toBe('internal-error');
  expect(await readFile(join(folder, 'errors.txt'), 'utf8')).toBe(
    'POST /uploads: The database is down.\n',
  );
  main.child.kill('SIGTERM');
  await main.ended();
  expect(main.output().stdout).toContain('The database is down.');
});

test('variables and the config file complete each other', async () => {
  const main = await startWith(
    `${IMPORT}
    export default defineConfig({ policy: { accept: ['.txt'], minFileSize: undefined }, prefix: 'in', object: { tagging: { a: 'b' } } });`,
    { SLIPWAY_MAX_FILE_SIZE: '4', SLIPWAY_MIN_FILE_SIZE: '1', S3_CACHE_CONTROL: 'no-store' },
  );
  const { url } = await main.ready();
  expect(await (await fetch(`${url}/api/policy`)).json()).toMatchObject({
    accept: ['.txt'],
    maxFileSize: 4,
    minFileSize: 1,
  });
  expect((await uploadChecked(url)).result.error.code).toBe('file-too-large');
});

const maxFiles = async (url: string) => (await (await fetch(`${url}/api/policy`)).json()).maxFiles;

describe('the backend finds the file', () => {
  const CODE = `export default { policy: { maxFiles: 7 } };`;

  test.each(['slipway.config.js', 'slipway.config.mjs'])('%s', async (name) => {
    const main = await startWith(CODE, {}, name);
    expect(await maxFiles((await main.ready()).url)).toBe(7);
    expect(main.output().stderr).toBe('');
  });

  test('by SLIPWAY_CONFIG, whatever its name', async () => {
    await writeFile(join(folder, 'other.mjs'), CODE);
    const env = { SLIPWAY_CONFIG: join(folder, 'other.mjs') };
    expect(await maxFiles((await mains.start(env).ready()).url)).toBe(7);
  });

  test('and says so if there are two, or none of that name, or none of that kind', async () => {
    await writeFile(join(folder, 'slipway.config.ts'), CODE);
    expect(await mistakesOf(CODE)).toEqual([
      'slipway.config.ts: slipway.config.mjs is there, too. Remove one of the two, or name one in SLIPWAY_CONFIG.',
    ]);
    expect(await mistakesOf(CODE, { SLIPWAY_CONFIG: 'missing.mjs' })).toEqual([
      `SLIPWAY_CONFIG: there is no file ${join(folder, 'missing.mjs')}.`,
    ]);
    expect(await mistakesOf(CODE, { SLIPWAY_CONFIG: 'slipway.json' })).toEqual([
      'SLIPWAY_CONFIG: slipway.json must end in .ts, .mts, .js or .mjs.',
    ]);
  });
});

describe('TypeScript', () => {
  const TYPED = `
    import { defineConfig, type FileFacts } from '@slipway/server/config';
    const limit = (file: FileFacts): string => 'max-age=' + String(file.size);
    export default defineConfig({ policy: { maxFiles: 7 }, object: (file) => ({ cacheControl: limit(file) }) });`;
  const nodes = ['22', '24'].map((version) => [
    version,
    fileURLToPath(
      new URL(
        `../../../scripts/node-versions/node_modules/node-${version}/bin/node`,
        import.meta.url,
      ),
    ),
  ]);

  test.each(nodes)(
    'is loaded by Node %s as it is, without a package.json',
    async (_version, node) => {
      if (!existsSync(String(node))) return; // Installed on Linux only.
      for (const name of ['slipway.config.ts', 'slipway.config.mts']) {
        await writeFile(join(folder, name), TYPED);
        const main = mains.start({ SLIPWAY_CONFIG: name }, { cwd: folder, node });
        const { url } = await main.ready();
        expect((await (await fetch(`${url}/api/policy`)).json()).maxFiles).toBe(7);
        expect(main.output().stderr).not.toContain('slipway.config');
        main.child.kill('SIGKILL');
        await main.ended();
      }
    },
  );

  test.runIf(process.versions.node.startsWith('20.'))(
    'that Node 20 cannot load is one line that says what to do',
    async () => {
      await writeFile(join(folder, 'slipway.config.ts'), TYPED);
      const main = mains.start({}, { cwd: folder });
      expect(await main.ended()).toBe(1);
      expect(main.output().stderr).toBe(
        `slipway.config.ts: Node ${process.versions.node} cannot load TypeScript. Use Node 22.18 or newer, or write JavaScript in slipway.config.mjs.\n`,
      );
    },
  );
});

const twice = (variable: string, option: string) =>
  `${variable}: slipway.config.mjs sets ${option}, too. Set only one of the two.`;

describe('the backend does not listen, and has one line for each mistake:', () => {
  test('unknown names and wrong types', async () => {
    expect(
      await mistakesOf(`export default {
        onComplete: () => {},
        bucket: 'media',
        onCreated: 'https://hook.example',
        policy: { maxFileSize: '5GB', acept: ['.pdf'], accept: [] },
        object: { storageClass: 'COLD', tags: { a: 'b' } },
        quotas: { openUploads: '3' },
        rateLimits: { uploads: 5 },
        verifyType: 'yes',
        resume: 'always',
      };`),
    ).toEqual([
      'slipway.config.mjs: onCreated: must be a function.',
      'slipway.config.mjs: verifyType: must be true or false.',
      'slipway.config.mjs: resume: must be "same-browser" or "any-device".',
      'slipway.config.mjs: onComplete: there is no such option. The nearest name is onCompleted.',
      'slipway.config.mjs: bucket: cannot be set here: set S3_BUCKET.',
      'slipway.config.mjs: policy.maxFileSize: must be a number.',
      'slipway.config.mjs: policy.accept: is empty: list what is allowed, or leave it out to allow everything.',
      'slipway.config.mjs: policy.acept: there is no such option. The nearest name is accept.',
      expect.stringMatching(/^slipway\.config\.mjs: object\.storageClass: must be "STANDARD" or /),
      'slipway.config.mjs: object.tags: there is no such option. The nearest name is acl.',
      'slipway.config.mjs: quotas.openUploads: must be a number.',
      'slipway.config.mjs: rateLimits.uploads: must be { limit, windowSeconds } or false.',
    ]);
  });

  test('values that the router refuses, in the file and in variables', async () => {
    expect(
      await mistakesOf(
        `export default {
          object: { sseKmsKeyId: 'alias/a' },
          prefix: '/a',
          overwrite: true,
          hookTimeoutSeconds: 0,
        };`,
        { S3_ACL: 'private', S3_GRANT_READ: 'id="one"' },
      ),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^slipway\.config\.mjs: object: sseKmsKeyId needs serverSideEncryption/,
        ),
        expect.stringMatching(/^slipway\.config\.mjs: .*prefix/),
        expect.stringMatching(/^slipway\.config\.mjs: hookTimeoutSeconds/),
        'S3_ACL: S3_ACL and S3_GRANT_READ exclude each other.',
      ]),
    );
  });

  test('what both the file and a variable set', async () => {
    const env = {
      SLIPWAY_ACCEPT: '.pdf',
      SLIPWAY_VERIFY_TYPE: 'true',
      SLIPWAY_QUOTA_OPEN_UPLOADS: '3',
      S3_STORAGE_CLASS: 'STANDARD_IA',
      S3_OBJECT_LOCK_DAYS: '3',
      SLIPWAY_JWT_SECRET: 'a secret of more than thirty-two bytes',
      SLIPWAY_ADMIN_GROUP: 'admins',
    };
    expect(
      await mistakesOf(
        `export default {
          policy: () => ({}),
          verifyType: false,
          quotas: { openUploads: 5, bytesPerDay: 7 },
          object: { storageClass: 'STANDARD', objectLockRetainUntilDate: new Date('2040-01-01') },
          authorize: () => ({ subject: 'a' }),
        };`,
        env,
      ),
    ).toEqual([
      twice('SLIPWAY_ACCEPT', 'policy'),
      twice('SLIPWAY_VERIFY_TYPE', 'verifyType'),
      twice('SLIPWAY_QUOTA_OPEN_UPLOADS', 'quotas.openUploads'),
      twice('S3_STORAGE_CLASS', 'object.storageClass'),
      twice('S3_OBJECT_LOCK_DAYS', 'object.objectLockRetainUntilDate'),
      twice('SLIPWAY_JWT_SECRET', 'authorize'),
      'SLIPWAY_ADMIN_GROUP: has no effect, because slipway.config.mjs sets authorize. Set authorizeAdmin there instead.',
    ]);
  });

  test.each([
    [
      'no default export',
      'export const config = {};',
      /^slipway\.config\.mjs: has no options\. Write: export default/,
    ],
    [
      'a syntax error',
      'export default {',
      /^slipway\.config\.mjs: cannot be loaded: SyntaxError: /,
    ],
    [
      'code that throws',
      '\n\nthrow new Error("No database.");',
      /^slipway\.config\.mjs: cannot be loaded: Error: No database\. \(line 3\)$/,
    ],
    [
      'a missing package',
      "import 'pg-not-here';",
      /^slipway\.config\.mjs: Cannot find package 'pg-not-here'.*Install it where the file is\.$/,
    ],
    [
      'another entry of our package',
      "import '@slipway/server';",
      /^slipway\.config\.mjs: Cannot find package '@slipway\/server'.*Import from @slipway\/server\/config\.$/,
    ],
  ])('%s', async (_name, code, line) => {
    expect(await mistakesOf(code)).toEqual([expect.stringMatching(line)]);
  });
});

test('the library of the demo looks below the prefix of the file', async () => {
  const main = await startWith(`export default { prefix: 'in/2026' };`);
  const { url } = await main.ready();
  await uploadChecked(url);
  const { files } = await (await fetch(`${url}/demo/library`)).json();
  expect(files).toMatchObject([{ objectKey: expect.stringMatching(/^in\/2026\//) }]);
});
