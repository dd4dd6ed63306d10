import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { withTarballs } from './packed.mjs';
import { smokeElementTypes } from './smoke-element-types.mjs';
import { smokePackages } from './smoke-packages.mjs';
import { findWrongTypes } from './wrong-types.mjs';

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
      // No program imports a package that is only a command.
      const wrongTypes = pkg.exports ? await findWrongTypes(bytes) : [];
      for (const fault of wrongTypes) console.log(`${pkg.name}: ${fault}`);
      const isFaulty = messages.some(({ type }) => type !== 'suggestion') || wrongTypes.length > 0;
      if (isFaulty) faulty.push(pkg.name);
      const count = messages.length + wrongTypes.length;
      console.log(`${pkg.name}: ${count === 0 ? 'good' : `${count} findings`}`);
    }
    if (faulty.length > 0) throw new Error(`Faults in ${faulty.join(', ')}.`);
    await smokeElementTypes(tarballs);
    smokePackages(tarballs);
  });
}
