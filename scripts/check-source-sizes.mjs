import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './run.mjs';

/** How many lines a package's source may have, without its tests and `src/testing`. */
const LIMITS = { 'local-s3': 6000 };

/**
 * Counts the lines of all source files below a folder, without `*.test.ts` and the folder `testing`.
 *
 * @param {string} src the folder `src` of a package
 */
function countLines(src) {
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/^testing[\\/]/.test(relative(src, file)))
    .reduce((lines, file) => lines + readFileSync(file, 'utf8').trimEnd().split('\n').length, 0);
}

/**
 * Checks the size of each package.
 *
 * @param {string} packages the folder of all packages
 * @param {Readonly<Record<string, number>>} limits in lines, by package
 * @returns the exit code
 */
export function checkSourceSizes(packages = join(ROOT, 'packages'), limits = LIMITS) {
  const fits = Object.entries(limits).map(([name, limit]) => {
    const lines = countLines(join(packages, name, 'src'));
    console.log(`${name}: ${lines} of at most ${limit} lines`);
    return lines <= limit;
  });
  return fits.every(Boolean) ? 0 : 1;
}
