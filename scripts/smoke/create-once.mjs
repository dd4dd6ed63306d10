import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `npm create slipway`, as published, without any other package. */
const manifest = createRequire(import.meta.url).resolve('create-slipway/package.json');
const program = join(dirname(manifest), 'dist/create-slipway.js');
const folder = mkdtempSync(join(tmpdir(), 'slipway-create-'));
const args = [program, 'mine', '--framework', 'hono'];
const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
assert.equal(status, 0, stderr);
assert.deepEqual(readdirSync(join(folder, 'mine')).sort(), ['.env', 'hono.js', 'uploads.js']);
rmSync(folder, { recursive: true });
console.log(`${process.version}: npm create slipway wrote a backend`);
