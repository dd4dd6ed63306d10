import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { withTarballs } from './packed.mjs';
import { smokeElementTypes } from './smoke-element-types.mjs';
import { smokePackages } from './smoke-packages.mjs';

/**
 * Checks the tarballs of all packages, because users install tarballs and not the folders. Compiles a program with the
 * element's types alone. Then uploads a file with the packages on Node 20, 22 and 24.
 *
 * @throws an error that names the packages with faults
 */
export async function checkPackages() {
  await withTarballs(async (tarballs) => {
    const faulty = [];
    for (const path of tarballs) {
      const bytes = readFileSync(path);
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
      for (const message of messages) console.log(`${pkg.name}: ${formatMessage(message, pkg)}`);
      if (messages.some(({ type }) => type !== 'suggestion')) faulty.push(pkg.name);
      console.log(`${pkg.name}: ${messages.length === 0 ? 'good' : `${messages.length} findings`}`);
    }
    if (faulty.length > 0) throw new Error(`Faults in ${faulty.join(', ')}.`);
    await smokeElementTypes(tarballs);
    smokePackages(tarballs);
  });
}
