import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT } from './run.mjs';

/**
 * The floors of each package, from the top down. A folder, or a file directly under `src`, imports only
 * from floors below its own. Names that share a floor do not import each other.
 *
 * @type {Readonly<Record<string, readonly (readonly string[])[]>>}
 */
export const FLOORS = {
  server: [
    ['index', 'redis', 'cli'],
    ['express.ts', 'fetch.ts', 'node.ts', 'config.ts', 'opentelemetry.ts'],
    ['cli-options', 'shared-exports'],
    ['express', 'fetch', 'config-file', 'opentelemetry'],
    ['adapter', 'node'],
    ['upload-service'],
    ['operations'],
    ['openapi'],
    ['admin', 'sweeper'],
    ['create', 'finish'],
    ['doctor', 'service'],
    ['keys', 'webhooks'],
    ['s3', 'token'],
    ['limits', 'object', 'settlement'],
    ['store', 'type', 'init', 'clock', 'tracing', 'principal', 'origin-check', 'request-target'],
  ],
  core: [
    ['index', 'testing', 'opentelemetry.ts'],
    ['opentelemetry'],
    ['page'],
    ['create-uploader'],
    ['browser'],
    ['engine'],
    ['run'],
    ['session'],
    ['upload'],
    ['settings'],
    ['queue', 'backend'],
    ['retry', 'checksum'],
    ['ports'],
  ],
  react: [
    ['index', 'admin.ts'],
    ['admin'],
    ['widget'],
    ['hooks'],
    ['uploader'],
    ['files'],
    ['messages'],
    ['text'],
    ['styles'],
  ],
  'local-s3': [
    ['testing'],
    ['index', 'cli'],
    ['cli-options'],
    ['local-s3'],
    ['handle-request'],
    ['routes'],
    ['post-object'],
    ['operations', 'cors'],
    ['auth', 'faults'],
    ['http'],
    ['storage'],
    ['checksums', 'xml'],
    ['bucket-name'],
    ['s3-error'],
  ],
};

/** Every static, dynamic and type import of a relative path. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/**
 * Finds the imports that go sideways or up, and the folders that are on no floor.
 *
 * @param {string} src the folder `src` of a package
 * @param {readonly (readonly string[])[]} floors from the top down
 * @returns {string[]} one sentence for each fault
 */
export function findClimbs(src, floors) {
  const faults = [];
  const homes = new Set();
  for (const file of sourceFiles(src)) {
    const from = home(relative(src, file), floors);
    homes.add(from.name);
    if (from.floor < 0) {
      faults.push(`${from.name} is on no floor of FLOORS.`);
      continue;
    }
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const to = home(relative(src, resolve(dirname(file), path)), floors);
      if (to.name === from.name || to.floor < 0 || to.floor > from.floor) continue;
      faults.push(
        `${from.name} imports ${to.name}, which is above it or on the same floor: ${relative(src, file)} -> ${path}`,
      );
    }
  }
  for (const name of floors.flat())
    if (!homes.has(name)) faults.push(`FLOORS names ${name}, which does not exist.`);
  return [...new Set(faults)];
}

/** Checks all packages of {@link FLOORS}. Resolves with the exit code. */
export function checkFolderOrder() {
  const faults = Object.entries(FLOORS).flatMap(([name, floors]) =>
    findClimbs(join(ROOT, 'packages', name, 'src'), floors).map((fault) => `${name}: ${fault}`),
  );
  for (const fault of faults) console.error(fault);
  console.log(`${Object.keys(FLOORS).length} packages, ${faults.length} faults`);
  return faults.length > 0 ? 1 : 0;
}

/** The floor of a file: its first folder, or its name without the ending if it is directly under `src`. */
function home(path, floors) {
  const [first = '', second] = path.split('/');
  const stem = first.replace(/\.tsx?$/, '');
  // The ending distinguishes `fetch.ts` from `fetch/`.
  const name = second === undefined && floors.flat().includes(`${stem}.ts`) ? `${stem}.ts` : stem;
  return { name, floor: floors.findIndex((floor) => floor.includes(name)) };
}

function sourceFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
