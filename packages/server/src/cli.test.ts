import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bundledProgram } from '../../../scripts/bundled-program.mjs';
import {
  DOCTOR_BUCKET,
  DOCTOR_KEYS,
  type DoctorStack,
  ORIGIN,
  startDoctorStack,
} from '../testing/doctor-stack.ts';
import { readCommand } from './cli-options.ts';
import { FIXES } from './doctor/doctor.ts';

const CLI = await bundledProgram('packages/server', 'src/cli.ts');

describe('the command line', () => {
  test('becomes a command, with missing options from the environment', () => {
    const args = ['doctor', '--bucket', 'b', '--origin', ORIGIN, '--path-style', '--json'];
    const environment = {
      S3_BUCKET: 'other',
      S3_REGION: 'eu-central-1',
      S3_ENDPOINT: 'https://s3.example',
      SLIPWAY_INTEGRITY: 'sha256',
      SLIPWAY_SMALL_FILES: 'put',
      SLIPWAY_ALLOWED_ORIGINS: 'https://ignored.example',
    };
    expect(readCommand(args, environment)).toEqual({
      command: {
        bucket: 'b',
        region: 'eu-central-1',
        endpoint: 'https://s3.example',
        forcePathStyle: true,
        origins: [ORIGIN],
        integrity: 'sha256',
        smallFiles: 'put',
        fix: false,
        json: true,
      },
    });
  });

  test('can come from the environment entirely', () => {
    const SLIPWAY_ALLOWED_ORIGINS = `${ORIGIN}, https://two.example`;
    const environment = { S3_BUCKET: 'b', S3_FORCE_PATH_STYLE: 'true', SLIPWAY_ALLOWED_ORIGINS };
    expect(readCommand(['doctor'], environment)).toMatchObject({
      command: {
        bucket: 'b',
        forcePathStyle: true,
        origins: [ORIGIN, 'https://two.example'],
        integrity: undefined,
      },
    });
  });

  test('has one line for each mistake', () => {
    const args = ['nurse', '--origin', 'app.example', '--integrity', 'crc', '--small-files', 'ftp'];
    expect(readCommand([...args, '--endpoint', 'nowhere'], {})).toEqual({
      mistakes: [
        'there is no command "nurse", only "doctor" and "init"',
        '--bucket or S3_BUCKET is required',
        '--endpoint must be a URL such as https://s3.example',
        '--origin must be an origin such as https://app.example, not "app.example"',
        '--integrity must be one of crc64nvme, crc32c, crc32, sha256, sha1, md5, none',
        '--small-files must be post or put',
      ],
    });
    expect(readCommand(['doctor', '--colour'], {})).toMatchObject({
      mistakes: [expect.stringContaining('--colour')],
    });
  });

  test('takes the options of objects and the prefix from the backend’s variables', () => {
    const environment = {
      S3_BUCKET: 'b',
      S3_SSE: 'aws:kms',
      S3_TAGGING: 'a=b',
      SLIPWAY_PREFIX: 'in',
    };
    expect(readCommand(['doctor'], environment)).toMatchObject({
      command: { prefix: 'in', object: { serverSideEncryption: 'aws:kms', tagging: { a: 'b' } } },
    });
    expect(readCommand(['doctor'], { S3_BUCKET: 'b', S3_SSE: 'kms' })).toEqual({
      mistakes: ['S3_SSE: is one of AES256, aws:kms, aws:kms:dsse, aws:fsx.'],
    });
  });

  test.each([[], ['--help'], ['doctor', '-h']])('%j asks for help', (...args) => {
    expect(readCommand(args, {})).toBe('help');
  });
});

describe('slipway doctor', () => {
  let stack: DoctorStack;
  beforeEach(async () => {
    stack = await startDoctorStack();
  });
  afterEach(() => stack.close());

  /** The command itself, in its own process. */
  async function slipway(args: readonly string[], env: Record<string, string> = {}, cwd?: string) {
    const child = spawn(process.execPath, [CLI, ...args], {
      ...(cwd !== undefined && { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        AWS_ACCESS_KEY_ID: DOCTOR_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: DOCTOR_KEYS.secretAccessKey,
        S3_ENDPOINT: stack.s3.url,
        S3_FORCE_PATH_STYLE: 'true',
        ...env,
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => {
      stdout += String(data);
    });
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, stdout, stderr };
  }

  const examine = ['doctor', '--bucket', DOCTOR_BUCKET, '--origin', ORIGIN];

  test('exits with 1 when there are problems, and says what to do', async () => {
    const sick = await slipway(examine);
    expect([sick.code, sick.stderr]).toEqual([1, '']);
    expect(sick.stdout).toContain('PROBLEM cors-preflight: https://app.example: the preflight');
    expect(sick.stdout).toContain('Why it matters: Browsers send nothing to the bucket');
    // Of three findings with the same remedy, only the first shows it.
    expect(sick.stdout.split('s3api put-bucket-cors --bucket patient')).toHaveLength(2);
    expect(sick.stdout.split('What to do: as for cors-rules.')).toHaveLength(3);
    expect(sick.stdout).toMatch(/\n2 problems, 2 warnings, 23 ok\n$/);
    expect(sick.stdout).not.toContain(DOCTOR_KEYS.secretAccessKey);
  });

  test('--fix repairs the bucket, says what it changed, and exits with 0', async () => {
    const fixed = await slipway([...examine, '--fix']);
    expect(fixed.code).toBe(0);
    expect(fixed.stdout).toMatch(/^fixed {3}cors\nfixed {3}lifecycle\n/);
    expect(fixed.stdout).toMatch(/\n0 problems, 0 warnings, 27 ok\n$/);
  });

  test('exits with 0 for a bucket without problems, here with the report as JSON', async () => {
    await stack.run({}, FIXES);
    const { code, stdout } = await slipway([...examine, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ bucket: DOCTOR_BUCKET, fixed: [] });
  });

  test('exits with 2 if the command is wrong, and says how to fix it', async () => {
    const { code, stdout, stderr } = await slipway(['doctor', '--buckets']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--buckets');
    expect(stderr).toContain('Run slipway --help');
  });

  test('tries the options of the variables, and names the variable that the bucket cannot follow', async () => {
    await stack.run({}, FIXES);
    const lock = { S3_OBJECT_LOCK_MODE: 'COMPLIANCE', S3_OBJECT_LOCK_DAYS: '1' };
    const { code, stdout } = await slipway([...examine, '--fix'], lock);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'PROBLEM option-objectLockMode: The store refuses objectLockMode with objectLockRetainUntilDate',
    );
    expect(stdout).toContain('What to do: Change S3_OBJECT_LOCK_MODE (object.objectLockMode)');
    expect(await stack.contents()).toEqual([]);
  });

  test('tries the options of a config file in its folder, with the result of a function', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-doctor-cli-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(
      join(folder, 'slipway.config.mjs'),
      `import { defineConfig } from '@slipway/server/config';
      export default defineConfig({
        prefix: 'in',
        allowedOrigins: ['${ORIGIN}'],
        object: (file) => ({ websiteRedirectLocation: file.name }),
      });`,
    );
    const args = ['doctor', '--bucket', DOCTOR_BUCKET];
    const { code, stdout } = await slipway(args, {}, folder);
    expect(code).toBe(1);
    expect(stdout).toContain(`cors-preflight: ${ORIGIN}`);
    expect(stdout).toContain(
      'What to do: Change S3_WEBSITE_REDIRECT_LOCATION (object.websiteRedirectLocation).',
    );
    const without = await slipway([...args, '--config', ''], {}, folder);
    expect(without.stdout).not.toContain('S3_WEBSITE_REDIRECT_LOCATION');
    const missing = await slipway([...args, '--config', 'other.mjs'], {}, folder);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('other.mjs')]);
  });

  test('--help lists the options', async () => {
    const help = await slipway(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('--bucket NAME');
  });
});
