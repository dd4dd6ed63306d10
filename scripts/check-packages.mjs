import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { ROOT } from './run.mjs';
import { pnpm } from './workspace.mjs';

/**
 * Packs every package as it would be published and looks at the tarballs: what users install is what
 * is checked, not what lies in the folder. Needs the type check's and the build's output.
 *
 * @throws naming the packages with faults
 */
export async function checkPackages() {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pack-'));
  try {
    const code = await pnpm([
      '--reporter=silent',
      '--filter',
      './packages/*',
      'pack',
      '--pack-destination',
      folder,
    ]);
    if (code !== 0) throw new Error('Packing failed; see above.');
    const faulty = [];
    const tarballs = readdirSync(folder);
    for (const name of tarballs) {
      const bytes = readFileSync(join(folder, name));
      const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
      for (const message of messages) console.log(`${pkg.name}: ${formatMessage(message, pkg)}`);
      if (messages.some(({ type }) => type !== 'suggestion')) faulty.push(pkg.name);
      console.log(`${pkg.name}: ${messages.length === 0 ? 'good' : `${messages.length} findings`}`);
    }
    const expected = readdirSync(join(ROOT, 'packages'), { withFileTypes: true });
    const missing = expected.filter((entry) => entry.isDirectory()).length - tarballs.length;
    if (missing !== 0) throw new Error(`${missing} packages were not packed.`);
    if (faulty.length > 0) throw new Error(`Faults in ${faulty.join(', ')}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
