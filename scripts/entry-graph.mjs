import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Every static, dynamic and type import, and every export from another module. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;

/**
 * Returns the packages that a module imports, directly or through relative imports. Types count, because users compile
 * against them. Follows sources, compiled modules and declarations.
 *
 * @param {string} entry
 * @returns {ReadonlySet<string>} specifiers, such as `express` and `node:http`
 */
export function importsOf(entry) {
  const files = new Set();
  const packages = new Set();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (!path.startsWith('.')) packages.add(path);
      // Declarations name the sources that they are made from.
      else if (file.endsWith('.d.ts')) waiting.push(besides(file, path.replace(/\.ts$/, '.d.ts')));
      else waiting.push(besides(file, path));
    }
  }
  return packages;
}

/** The entries of `@slipway/server` that work without Express. */
const WITHOUT_EXPRESS = ['fetch', 'node', 'redis'];

/**
 * Checks the compiled modules and the declarations of `@slipway/server`.
 *
 * @param {string} dist the folder of the compiled package
 * @throws an error that names the files which import Express
 */
export function checkWithoutExpress(dist) {
  const files = WITHOUT_EXPRESS.flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
  const faulty = files.filter((file) => importsExpress(resolve(dist, file)));
  if (faulty.length > 0) throw new Error(`These files import Express: ${faulty.join(', ')}.`);
  if (!importsExpress(resolve(dist, 'express.d.ts'))) {
    throw new Error('The search for imports finds nothing.');
  }
}

/** Whether a module imports a package of OpenTelemetry, directly or not. */
export function importsOpenTelemetry(entry) {
  return [...importsOf(entry)].some((path) => path.startsWith('@opentelemetry/'));
}

/** Whether a module imports Express, directly or not. */
export function importsExpress(entry) {
  return [...importsOf(entry)].some((path) => /^(?:@types\/)?express(?:\/|$|-)/.test(path));
}

function besides(file, path) {
  return resolve(dirname(file), path);
}
