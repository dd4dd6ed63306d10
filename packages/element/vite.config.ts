import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { elementConfig } from './element.config.ts';

interface ModuleInfos {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

const ENTRY = fileURLToPath(new URL('src/index.ts', import.meta.url));
let firstModules: ReadonlySet<string> | undefined;

/** The element in chunks, for bundlers and for pages that serve the whole folder. */
export default defineConfig(
  elementConfig({
    lib: {
      entry: { 'slipway-upload': ENTRY, ...languages() },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
    rolldownOptions: {
      output: {
        chunkFileNames: '[name].js',
        // One chunk holds all that the element begins with. Chunks that load later import from there.
        codeSplitting: { groups: [{ name: atFirst, debugName: 'widget' }] },
      },
      // So the element's own file exports what its source exports, and nothing else.
      preserveEntrySignatures: 'strict',
    },
  }),
);

/** Names the chunk of a module that the element's own file imports, also through others. */
function atFirst(id: string, modules: ModuleInfos): string | null {
  firstModules ??= modulesBehind(ENTRY, modules);
  return firstModules.has(id) && id !== ENTRY ? 'widget' : null;
}

function modulesBehind(entry: string, modules: ModuleInfos): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const id of found) {
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  }
  return found;
}

/** A small module for each language. A page loads only its own. */
function languages(): Record<string, string> {
  const names = readdirSync(new URL('src/messages', import.meta.url)).map(
    (file) => parse(file).name,
  );
  return Object.fromEntries(names.map((name) => [`messages/${name}`, `src/messages/${name}.ts`]));
}
