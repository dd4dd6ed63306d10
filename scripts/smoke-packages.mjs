import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPublished } from './check-published.mjs';
import { checkWithoutExpress } from './entry-graph.mjs';
import { ROOT } from './run.mjs';

/** The scripts of `scripts/smoke`, each with Node's options. */
const SCRIPTS = [
  ['upload-once.mjs'],
  ['create-once.mjs'],
  ['server-components.mjs', '--conditions=react-server'],
];

/** The Nodes of `scripts/node-versions`. They are built for Linux on x64 only. */
const OTHER_NODES = ['node-22', 'node-24'].map((name) =>
  join(ROOT, 'scripts/node-versions/node_modules', name, 'bin/node'),
);

/**
 * Imports the packages from their tarballs and uploads one file, on this Node and on the other supported ones. The
 * dependencies come from the workspace: `check-getting-started.mjs` already installs them as users do.
 *
 * @throws with the Nodes on which a package does not work, or with the entries that import Express without need
 */
export function smokePackages(tarballs) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-smoke-'));
  try {
    for (const tarball of tarballs) unpack(tarball, folder);
    checkWithoutExpress(join(folder, 'node_modules/@slipway/server/dist'));
    for (const [script] of SCRIPTS) {
      copyFileSync(join(ROOT, 'scripts/smoke', script), join(folder, script));
    }
    const failed = nodesToTry().filter((node) => !passes(node, folder));
    if (failed.length > 0) throw new Error(`The packages do not work on ${failed.join(', ')}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nodesToTry() {
  if (process.platform === 'linux' && process.arch === 'x64') {
    return [process.execPath, ...OTHER_NODES];
  }
  console.log('Skipped: the smoke test on Node 22 and 24 needs Linux on x64.');
  return [process.execPath];
}

function passes(node, folder) {
  return SCRIPTS.every(([script, ...options]) => {
    const args = [...options, script];
    const { status, error } = spawnSync(node, args, { cwd: folder, stdio: 'inherit' });
    if (error) console.log(error.message);
    return status === 0;
  });
}

function unpack(tarball, folder) {
  const target = mkdtempSync(join(folder, 'unpacked-'));
  const { status } = spawnSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  if (status !== 0) throw new Error(`${tarball} can't be unpacked.`);
  checkPublished(target);
  const { name, dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(target, 'package.json'), 'utf8'),
  );
  link(target, join(folder, 'node_modules', name));
  const source = join(ROOT, 'packages', name.replace('@slipway/', ''), 'node_modules');
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    // Optional: all entries but their own work without the API of OpenTelemetry.
    if (/^@(?:slipway|opentelemetry)\//.test(dependency)) continue;
    link(realpathSync(join(source, dependency)), join(folder, 'node_modules', dependency));
  }
}

function link(from, to) {
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to, 'junction');
}
