import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';

/** TypeScript's oldest resolution does not read `exports`, and our packages are modules only. */
const NOT_SUPPORTED = new Set(['node10', 'node16-cjs']);

/** Entries that no program imports from TypeScript: stylesheets, and the worker's script. */
const WITHOUT_TYPES = [/\.css$/, /\/checksum-worker\.js$/];

/**
 * Finds what TypeScript reads wrongly of a packed package: entries that do not resolve, or types that differ from the code.
 *
 * @param {Uint8Array} tarball
 * @returns {Promise<string[]>} one line for each fault
 */
export async function findWrongTypes(tarball) {
  const pkg = createPackageFromTarballData(tarball);
  const { types, problems } = await checkPackage(pkg, { excludeEntrypoints: WITHOUT_TYPES });
  if (!types) return ['There are no types.'];
  return problems
    .filter(({ resolutionKind }) => !NOT_SUPPORTED.has(resolutionKind))
    .map((problem) => JSON.stringify(problem));
}
