#!/usr/bin/env node
/**
 * The entry point of `npm start`, `npm test`, `npm run dev`, `build`, `bench`, `scorecard`, `chaos`, `matrix`, `soak`,
 * `webkit`, `test:pages`, `pack`, `publish-packages`, `docs` and `lighthouse`. It needs only Node and npm and installs everything else first.
 *
 * `npm start` and `npm run dev` use `exec`, because a shell between npm and this process does not forward SIGINT. The
 * command after `||` runs only on Windows, whose shell has no `exec`.
 */
import { join } from 'node:path';
import { ensureChromium } from './browsers.mjs';
import { bin, ROOT, run } from './run.mjs';
import { serve, serveForDevelopment } from './serve.mjs';
import { ensureTestServers } from './test-servers.mjs';
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
  async bench() {
    await build();
    // Two benchmarks run the compiled packages, as users do.
    if ((await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b'])) !== 0) return 1;
    await ensureTestServers(['redis']);
    const tsx = bin('tsx', 'dist/cli.mjs');
    const args = ['--conditions=@slipway/source', 'src/main.ts', ...process.argv.slice(3)];
    return run(process.execPath, [tsx, ...args], {
      cwd: join(ROOT, 'apps/bench'),
      env: { CHROMIUM_PATH: await ensureChromium() },
    });
  },
  async scorecard() {
    const { runScorecard } = await import('./scorecard.mjs');
    return runScorecard(process.argv.slice(3));
  },
  async webkit() {
    const { testWebKit } = await import('./webkit.mjs');
    return testWebKit(process.argv.slice(3));
  },
  async 'test-pages'() {
    const { testPages } = await import('./pages.mjs');
    return testPages(process.argv.slice(3));
  },
  async chaos() {
    await ensureTestServers(['redis']);
    const tsx = bin('tsx', 'dist/cli.mjs');
    const args = ['--conditions=@slipway/source', 'chaos/main.ts', ...process.argv.slice(3)];
    return run(process.execPath, [tsx, ...args], { cwd: join(ROOT, 'apps/server') });
  },
  async matrix() {
    const { runMatrix } = await import('./matrix.mjs');
    return runMatrix(process.argv.slice(3));
  },
  async pack() {
    if ((await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b'])) !== 0) return 1;
    await build({ force: true });
    const { packForOthers } = await import('./packed.mjs');
    await packForOthers(process.argv[3]);
    return 0;
  },
  async publish() {
    if ((await run(process.execPath, [bin('typescript', 'bin/tsc'), '-b'])) !== 0) return 1;
    await build({ force: true });
    // It publishes each package whose version the registry does not have, and tags the commit.
    return run(process.execPath, [bin('@changesets/cli', 'bin.js'), 'publish']);
  },
  async soak() {
    // Its replicas run the built backend, as in production.
    await build();
    await ensureTestServers(['redis', 'nginx']);
    const tsx = bin('tsx', 'dist/cli.mjs');
    const soak = [tsx, '--conditions=@slipway/source', 'soak/main.ts', ...process.argv.slice(3)];
    const ceph = [join(ROOT, 'scripts/ceph.mjs'), '--osds=3', '--', process.execPath, ...soak];
    return run(process.execPath, ceph, { cwd: join(ROOT, 'apps/server') });
  },
  async docs() {
    const { docs } = await import('./docs.mjs');
    return docs(process.argv.slice(3));
  },
  async lighthouse() {
    const { measurePages } = await import('./lighthouse.mjs');
    return measurePages();
  },
  async test() {
    // Imported late, because it imports packages that `install` installs.
    const { runChecks } = await import('./checks.mjs');
    return runChecks();
  },
};

const command = commands[process.argv[2]];
if (!command) {
  console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
// Otherwise the AWS SDK prints a notice about future Node versions at every start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
try {
  checkNode();
  await install();
  process.exitCode = await command();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
