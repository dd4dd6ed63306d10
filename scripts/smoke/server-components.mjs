/** Runs with `--conditions=react-server`: what bundlers of server components find. It exits with an error if a file does not say that it runs in the browser. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

for (const entry of ['@slipway/react', '@slipway/react/admin']) {
  const file = fileURLToPath(import.meta.resolve(entry));
  const code = readFileSync(file, 'utf8');
  assert.match(code, /^'use client';\n/, `${entry} says that it runs in the browser`);
  const others = readFileSync(file.replace('.client.js', '.js'), 'utf8');
  assert.notEqual(code, others);
  assert.ok(code.includes(others.replace(/\n\/\/# sourceMappingURL=.*/, '').trim()));
}
