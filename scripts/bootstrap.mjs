#!/usr/bin/env node
/**
 * What `npm start`, `npm test`, `npm run dev` and `npm run build` enter. Needs Node and npm, nothing
 * else: everything more is installed here first.
 */
import { serve, serveForDevelopment } from './serve.mjs';
import { build, checkNode, install } from './workspace.mjs';

const commands = {
  async start() {
    await build();
    return serve();
  },
  dev: serveForDevelopment,
  async build() {
    await build({ force: true });
    return 0;
  },
  async test() {
    // Loaded late: it imports what `install` installs.
    const { runChecks } = await import('./checks.mjs');
    return runChecks();
  },
};

const command = commands[process.argv[2]];
if (!command) {
  console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
try {
  checkNode();
  await install();
  process.exitCode = await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
