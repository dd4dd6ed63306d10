import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application, LogLevel, OptionDefaults } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { ROOT } from './pages.ts';

/** Packages that users install, with the entry points that they import from. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: ['index.ts', 'testing/index.ts', 'opentelemetry.ts'],
  react: ['index.ts', 'admin.ts'],
  vue: ['index.ts'],
  svelte: ['index.ts'],
  angular: ['index.ts'],
  element: ['index.ts'],
  server: ['express.ts', 'fetch.ts', 'node.ts', 'redis.ts', 'config.ts', 'opentelemetry.ts'],
  'local-s3': ['index.ts'],
};

const LOOKS: Partial<PluginOptions> = {
  outputFileStrategy: 'modules',
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
};

/** The packages that have a reference. */
export const REFERENCED: readonly string[] = Object.keys(PACKAGES);

/**
 * Renders the docstrings of a package's exports.
 *
 * @returns texts by their paths from the repository's root
 * @throws Error when the package's sources cannot be read
 */
export async function renderReference(name: string): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  const out = await mkdtemp(join(tmpdir(), 'slipway-reference-'));
  try {
    await renderPackage(name, PACKAGES[name] ?? [], out);
    for (const file of (await readdir(out, { recursive: true })).toSorted()) {
      if (!file.endsWith('.md')) continue;
      const text = await readFile(join(out, file), 'utf8');
      pages.set(`docs/reference/${name}/${file}`, file === 'README.md' ? text : titled(text, name));
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  return pages;
}

/** Titles the page of an entry with what users import. TypeDoc titles it with the file: `index`. */
function titled(text: string, name: string): string {
  return text.replace(/^# (\S+)$/m, (_line, entry: string) =>
    entry === 'index' ? `# @slipway/${name}` : `# @slipway/${name}/${entry}`,
  );
}

async function renderPackage(name: string, entries: readonly string[], out: string): Promise<void> {
  const folder = join(ROOT, 'packages', name);
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map((entry) => join(folder, 'src', entry)),
    tsconfig: join(folder, 'tsconfig.json'),
    // The type check with TypeScript's own compiler finds errors. This compiler has another version.
    skipErrorChecking: true,
    excludeExternals: true,
    // Only the schemas of responses need it.
    excludeTags: [...OptionDefaults.excludeTags, '@integer'],
    disableSources: true,
    disableGit: true,
    readme: 'none',
    out,
    name: `@slipway/${name}`,
    logLevel: LogLevel.Error,
    ...LOOKS,
  });
  const project = await app.convert();
  if (!project) throw new Error(`The sources of ${name} cannot be read.`);
  await app.generateOutputs(project);
}
