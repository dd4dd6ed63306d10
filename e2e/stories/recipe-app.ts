import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../../apps/docs/src/pages.ts';
import { freePort } from '../../scripts/free-port.mjs';
import { startGroup, stopGroup, untilAnswered } from '../../scripts/process-group.mjs';
import { readTitledBlocks } from '../../scripts/titled-blocks.mjs';
import { test as base } from '../rig/fixtures.ts';

/** Inside that package, so that imports find what the recipes use. */
const FOLDER = fileURLToPath(new URL('../../apps/docs/.cache/recipes/', import.meta.url));

const NODE_24 = join(ROOT, 'scripts/node-versions/node_modules/node-24/bin/node');

/** The Node that readers have. Older ones have no SQLite. */
const NODE =
  Number(process.versions.node.split('.')[0]) < 24 && existsSync(NODE_24)
    ? NODE_24
    : process.execPath;

const PATIENCE_MS = 60_000;

/** A recipe of `docs/recipes`, as a reader runs it. */
interface RecipeApp {
  /** Its origin. */
  readonly url: string;
}

/** Runs the files of a recipe as they are: builds its page, starts its server and opens the page. */
type OpenRecipe = (
  name: string,
  own: {
    /** The reader's own modules, by path. */
    readonly files?: Readonly<Record<string, string>>;
    /** The reader's own variables. */
    readonly env?: Readonly<Record<string, string>>;
    /** Who is signed in, as a cookie. @defaultValue none */
    readonly user?: string;
  },
) => Promise<RecipeApp>;

export const test = base.extend<{ openRecipe: OpenRecipe }>({
  openRecipe: async ({ context, page, storage }, use, { project, testId }) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const folder = join(FOLDER, `${project.name}-${testId}`);
    const servers: ReturnType<typeof startGroup>[] = [];
    await use(async (name, { files = {}, env = {}, user }) => {
      await writeFiles(folder, { ...recipeFiles(name), ...files });
      await build({
        root: folder,
        configFile: false,
        logLevel: 'warn',
        build: { target: 'es2022', minify: false },
      });
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const { S3_BUCKET: bucket, ...credentials } = storage.backendEnvironment;
      const server = startGroup([NODE, 'server.js'], folder, {
        ...credentials,
        AWS_ENDPOINT_URL_S3: storage.url,
        AWS_REGION: 'us-east-1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        BUCKET: bucket,
        TOKEN_KEY: Buffer.alloc(32, 1).toString('base64'),
        PORT: String(port),
        ...env,
      });
      servers.push(server);
      await untilAnswered(url, [server], PATIENCE_MS);
      await storage.allowOrigin(url);
      if (user) await context.addCookies([{ name: 'user', value: user, url }]);
      await page.goto(url);
      return { url };
    });
    for (const server of servers) await stopGroup(server);
    await rm(folder, { recursive: true, force: true });
    base.expect(faults).toEqual([]);
  },
});

/** The files of a recipe, and the page of getting started that loads `page.jsx`. */
function recipeFiles(name: string): Record<string, string> {
  const html = readTitledBlocks('docs/getting-started.md').get('index.html') ?? '';
  return {
    'package.json': '{ "type": "module" }',
    'index.html': html.replace('/page.tsx', './page.jsx'),
    // Recipes with only a page have the server of the index.
    ...Object.fromEntries(readTitledBlocks('docs/recipes/README.md')),
    ...Object.fromEntries(readTitledBlocks(`docs/recipes/${name}.md`)),
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
