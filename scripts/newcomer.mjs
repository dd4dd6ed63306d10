import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { withTarballs } from './packed.mjs';
import { startGroup, stopGroup, untilAnswered } from './process-group.mjs';
import { readTitledBlocks } from './titled-blocks.mjs';
import { uploadWithBrowser } from './upload-with-browser.mjs';

/** The time limit for a hang. Installing is slow on a busy machine. */
const PATIENCE_MS = 240_000;

/** Enough for several parts. */
const FILE_BYTES = 30_000_000;

/**
 * Follows `docs/getting-started.md` as a newcomer would, with the files and commands of the page, until a browser has
 * uploaded a file. It works in an empty folder outside the workspace, with the packages as published. Only the ports
 * differ, because the usual ones may be in use. Then passes the folder to `use`.
 *
 * @param use gets `folder`, `shell(commands, cwd)`, and `upload(path)`, which uploads the file again with another page
 *   below the folder's `dist`
 * @returns what `use` returns
 * @throws at the first step that fails, and when the bucket does not hold exactly the uploaded files
 */
export async function withNewcomer(use) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-newcomer-'));
  const children = [];
  try {
    const ports = { 3000: await freePort(), 9000: await freePort() };
    const blocks = readBlocks(ports);
    for (const [title, code] of blocks) {
      if (title.includes('.')) writeFileSync(join(folder, title), code);
    }
    await withTarballs((tarballs) => shell(installing(blocks.get('install'), tarballs), folder));
    children.push(start(blocks.get('storage'), folder), start(blocks.get('run'), folder));
    const page = `http://127.0.0.1:${ports[3000]}`;
    await untilAnswered(page, children, PATIENCE_MS);
    const file = join(folder, 'first.bin');
    writeFileSync(file, randomBytes(FILE_BYTES));
    const bucket = openBucket(folder, ports[9000]);
    let uploads = 0;
    let stored = 0;
    const upload = async (path) => {
      uploads += 1;
      const said = await uploadWithBrowser(`${page}${path}`, file, PATIENCE_MS);
      const key = said.find((text) => text.endsWith('/first.bin'));
      if (!key) throw new Error(`onCompleted did not report the key. The console has: ${said}`);
      await bucket.expectFile(key, file);
      stored += 1;
    };
    await upload('/');
    const result = await use({ folder, shell, upload: (path) => upload(`/${path}/`) });
    const objects = await bucket.count();
    // A page that failed may have uploaded its file before.
    if (objects < stored || objects > uploads) {
      throw new Error(`There are ${objects} objects, not ${uploads}.`);
    }
    bucket.close();
    return result;
  } finally {
    for (const child of children) await stopGroup(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page's titled blocks, with other ports. */
function readBlocks(ports) {
  const withPorts = (code) => code.replace(/\b(?:3000|9000)\b/g, (port) => ports[port]);
  const found = readTitledBlocks('docs/getting-started.md');
  return new Map(Array.from(found, ([title, code]) => [title, withPorts(code)]));
}

/** The same commands, with our packages where they are now. */
function installing(commands, tarballs) {
  const packed = '../slipway/packed/*.tgz';
  if (!commands.includes(packed)) throw new Error(`The page does not install ${packed}.`);
  const here = commands.replace(packed, tarballs.join(' '));
  return here.replaceAll('npm install ', 'npm install --no-audit --no-fund ');
}

async function shell(commands, cwd) {
  const child = spawn('bash', ['-e', '-c', commands], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  if (code !== 0) throw new Error(`This command fails in an empty folder: ${commands}`);
}

const start = (commands, cwd) => startGroup(['bash', '-e', '-c', commands], cwd);

/** The bucket, by the SDK that the newcomer installed. */
function openBucket(folder, port) {
  const load = createRequire(join(folder, 'package.json'));
  const { GetObjectCommand, ListObjectsV2Command, S3Client } = load('@aws-sdk/client-s3');
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
  });
  return {
    async count() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'uploads' }));
      return Contents.length;
    },
    async expectFile(key, file) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: key }));
      const bytes = await Body.transformToByteArray();
      if (sha256(bytes) === sha256(readFileSync(file))) return;
      throw new Error(`The object ${key} differs from the file.`);
    },
    close: () => client.destroy(),
  };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
