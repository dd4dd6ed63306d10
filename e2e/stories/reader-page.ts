import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type PreviewServer, preview, type UserConfig } from 'vite';
import type { CodeBlock } from '../../apps/docs/src/code-blocks.ts';
import { moduleOf, readBlocks } from '../../apps/docs/src/run-block.ts';
import { test as base } from '../rig/admin-console.ts';

/** Inside that package, so that imports find what its pages use. */
const FOLDER = fileURLToPath(new URL('../../apps/docs/.cache/reader-pages/', import.meta.url));

/** The reader's code around a block. */
interface Surroundings {
  readonly body: string;
  /** The reader's own module. `./block` is the block that they copied. */
  readonly main: string;
  /** Names inside the block that the module reads. @defaultValue none */
  readonly reveal?: readonly string[] | undefined;
  /** The reader's other files, by path. @defaultValue none */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** The reader's own configuration of Vite. @defaultValue none */
  readonly vite?: UserConfig | undefined;
}

/** Puts a block of the docs into a reader's page, built by Vite and served with the backend. */
type OpenReaderPage = (name: string, surroundings: Surroundings) => Promise<void>;

const blocks = readBlocks();

export const test = base.extend<{ openReaderPage: OpenReaderPage }>({
  openReaderPage: async ({ page, storage, backend }, use, { project, testId }) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const root = join(FOLDER, `${project.name}-${testId}`);
    const servers: PreviewServer[] = [];
    await use(async (name, surroundings) => {
      const block = blocks.get(name);
      if (!block) throw new Error(`There is no block ${name}.`);
      await writePage(root, block, surroundings);
      await build({
        ...surroundings.vite,
        root,
        configFile: false,
        logLevel: 'warn',
        build: { target: 'es2022' },
      });
      const server = await preview({
        root,
        configFile: false,
        preview: { host: '127.0.0.1', port: 0, proxy: { '/api': backend.url } },
      });
      servers.push(server);
      const { origin } = new URL(server.resolvedUrls?.local[0] ?? '');
      await storage.allowOrigin(origin);
      await page.goto(origin);
    });
    for (const server of servers) await server.close();
    await rm(root, { recursive: true, force: true });
    base.expect(faults).toEqual([]);
  },
});

async function writePage(
  folder: string,
  { language, code }: CodeBlock,
  { body, main, reveal = [], files = {} }: Surroundings,
): Promise<void> {
  const all = {
    ...files,
    [`block.${language === 'typescript' ? 'ts' : language}`]:
      reveal.length > 0 ? moduleOf(code, reveal) : code,
    'main.tsx': main,
    'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>A reader’s page</title>
<body>${body}<script type="module" src="./main.tsx"></script>`,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
