import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The strictest policy for scripts. `webpack` is the Trusted Types policy with which webpack loads its own scripts. */
const POLICY = `<meta http-equiv="Content-Security-Policy"
  content="require-trusted-types-for 'script'; trusted-types slipway webpack">`;

/**
 * Adds a policy with Trusted Types to the page `index.html` of a folder.
 *
 * @returns the page
 */
export function requireTrustedTypes(folder) {
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8').replace('<head>', `<head>${POLICY}`);
  writeFileSync(page, html);
  return html;
}
