import { join } from 'node:path';
import { bin, ROOT, run } from './run.mjs';
import { build } from './workspace.mjs';

const FOLDER = join(ROOT, 'apps/docs');
const USAGE =
  'Usage: npm run docs -- [build] [--base=/path/]. The path starts and ends with a slash.';

/**
 * Serves the documentation and reloads it when a page changes. With `build`, writes it to `apps/docs/dist` instead.
 * Resolves with the exit code.
 */
export async function docs(args) {
  const { isBuild, base } = readArguments(args);
  // The playground shows the built element.
  await build();
  if (!isBuild) return (await writeStaticFiles(base)) || serve(base);
  const code = await buildDocs(base);
  if (code === 0)
    console.log(`The documentation is in apps/docs/dist. Serve that folder at ${base}.`);
  return code;
}

/** Builds the documentation as static files, to be served at `base`. Resolves with the exit code. */
export async function buildDocs(base = '/') {
  return (await writeStaticFiles(base)) || vitepress('build', base);
}

/** @throws Error if an argument is unknown or the base is not a path */
export function readArguments(args) {
  const base = /^--base=(\/(?:[\w.-]+\/)*)$/;
  const wrong = args.find((arg) => arg !== 'build' && !base.test(arg));
  if (wrong !== undefined) throw new Error(`Unknown argument "${wrong}". ${USAGE}`);
  const given = args.flatMap((arg) => base.exec(arg)?.[1] ?? []);
  return { isBuild: args.includes('build'), base: given.at(-1) ?? '/' };
}

/** What the site serves besides its pages. */
function writeStaticFiles(base) {
  const tsx = bin('tsx', 'dist/cli.mjs');
  const args = [tsx, '--conditions=@slipway/source', 'src/site/main.ts', base];
  return run(process.execPath, args, { cwd: FOLDER });
}

/** Serves until this process is asked to end. */
async function serve(base) {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());
  const code = await vitepress('dev', base, stop.signal);
  return stop.signal.aborted ? 0 : code;
}

function vitepress(command, base, signal) {
  const script = bin('vitepress', 'bin/vitepress.js', 'apps/docs');
  const env = { SLIPWAY_DOCS_BASE: base };
  return run(process.execPath, [script, command], { cwd: FOLDER, env, signal });
}
