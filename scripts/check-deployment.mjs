import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { ROOT } from './run.mjs';

/** Beyond the linter's own defaults: a project's name is the first thing to know of it; quotes are the formatter's. */
const COMPOSE_RULES = {
  'require-quotes-in-ports': [1, { quoteType: 'double' }],
  'top-level-properties-order': [
    1,
    { customOrder: ['name', 'x-properties', 'services', 'networks', 'volumes', 'secrets'] },
  ],
};

/**
 * Lints the image's and the compose file's text; the latter against the Compose Specification, too. Whether the backend takes the
 * configuration in it is a test of `apps/server`.
 *
 * @throws when there is a fault, or anything to warn of; what it is has been printed
 */
export async function checkDeployment() {
  const faults = lintDockerfile('Dockerfile') + (await lintCompose('compose.yaml'));
  if (faults > 0) throw new Error(`Dockerfile and compose.yaml have ${faults} faults.`);
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
