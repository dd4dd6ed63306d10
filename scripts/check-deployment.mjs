import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { findEndOfLife } from './end-of-life.mjs';
import { ROOT } from './run.mjs';

/** Differences from the linter's defaults: the project's name comes first, and the formatter decides about quotes. */
const COMPOSE_RULES = {
  'require-quotes-in-ports': [1, { quoteType: 'double' }],
  'top-level-properties-order': [
    1,
    { customOrder: ['name', 'x-properties', 'services', 'networks', 'volumes', 'secrets'] },
  ],
};

/**
 * Lints the texts of the Dockerfile and the compose file, and checks the compose file against the Compose Specification.
 * Also checks that no image, and no Node that the packages support, is past its end of life. A test of `apps/server`
 * checks that the backend accepts the configuration in the compose file.
 *
 * @throws after it has printed a fault or a warning
 */
export async function checkDeployment() {
  const faults = lintDockerfile('Dockerfile') + (await lintCompose('compose.yaml'));
  const old = findEndOfLife(readVersionedFiles(), new Date().toISOString().slice(0, 10));
  for (const line of old) console.log(line);
  const total = faults + old.length;
  if (total > 0) throw new Error(`Dockerfile, compose.yaml and packages have ${total} faults.`);
}

function readVersionedFiles() {
  const manifests = readdirSync(join(ROOT, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `packages/${name}/package.json`);
  const names = ['Dockerfile', 'compose.yaml', 'package.json', ...manifests];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]));
}

function lintDockerfile(name) {
  const diagnostics = validate(readFileSync(join(ROOT, name), 'utf8'));
  for (const { range, message } of diagnostics) {
    console.log(`${name}:${range.start.line + 1}: ${message}`);
  }
  return diagnostics.length;
}

async function lintCompose(name) {
  const linter = new DCLinter({ rules: COMPOSE_RULES, quiet: false, debug: false, exclude: [] });
  const results = linter.lintFiles([join(ROOT, name)], false);
  if (results.length === 0) throw new Error(`${name} was not linted.`);
  const faults = results.reduce((sum, { messages }) => sum + messages.length, 0);
  if (faults > 0) console.log(await linter.formatResults(results, 'stylish'));
  return faults;
}
