import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './run.mjs';

/** The maps that newcomers read. Each names every folder below `src` of every package. */
const MAPS = ['CONTRIBUTING.md', 'packages/README.md'];

/**
 * Finds the folders that a map leaves out.
 *
 * @param {string} map the text of the map
 * @param {readonly string[]} folders as `server/src/limits`
 * @returns {readonly string[]} the missing ones
 */
export function findUnmapped(map, folders) {
  return folders.filter((folder) => !new RegExp(`${folder}(?![\\w-])`).test(map));
}

/** Checks the maps of the whole repository and the reading list of each package. Resolves with the exit code. */
export function checkMaps() {
  const packages = readdirSync(join(ROOT, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folders: foldersOf(join(ROOT, 'packages', name, 'src')) }));
  const all = packages.flatMap(({ name, folders }) =>
    folders.map((folder) => `${name}/src/${folder}`),
  );
  const faults = [
    ...MAPS.flatMap((map) => report(map, read(map), all)),
    ...packages.flatMap(({ name, folders }) => {
      const readme = `packages/${name}/README.md`;
      const [, section = ''] = read(readme).split('## Where to start reading');
      return report(
        readme,
        section,
        folders.map((folder) => `src/${folder}`),
      );
    }),
  ];
  for (const fault of faults) console.error(fault);
  console.log(`${all.length} folders, ${faults.length} faults`);
  return faults.length > 0 ? 1 : 0;
}

function report(map, text, folders) {
  return findUnmapped(text, folders).map((folder) => `${map} does not name ${folder}.`);
}

function foldersOf(src) {
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(src, entry.parentPath))
    .filter((folder, i, all) => folder !== '' && all.indexOf(folder) === i)
    .sort();
}

function read(path) {
  return readFileSync(join(ROOT, path), 'utf8');
}
