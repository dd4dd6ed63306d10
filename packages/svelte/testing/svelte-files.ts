import { compile } from 'svelte/compiler';

/** A plugin for Vite that compiles components, for the browser or for a server. */
export function svelteFiles() {
  return {
    name: 'svelte-files',
    config() {
      // Compiled components import more entries of Svelte. Found one by one, they would become copies of it.
      return { optimizeDeps: { exclude: ['svelte'] } };
    },
    transform(
      this: { readonly environment?: { readonly config: { readonly consumer: string } } },
      code: string,
      filename: string,
    ) {
      if (!filename.endsWith('.svelte')) return undefined;
      const generate = this.environment?.config.consumer === 'server' ? 'server' : 'client';
      const { js } = compile(code, { filename, generate, css: 'injected' });
      return { code: js.code, map: js.map };
    },
  };
}
