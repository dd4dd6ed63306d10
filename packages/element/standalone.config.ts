import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { elementConfig } from './element.config.ts';

/** The element in one file, for a script element: nothing else has to be served. */
export default defineConfig(
  elementConfig(
    {
      lib: {
        entry: 'src/index.ts',
        formats: ['es'],
        fileName: () => 'slipway-upload.standalone.js',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
    { plugins: [inlineWorker()] },
  ),
);

/** The worker's address in the sources. */
const WORKER = "new URL('../checksum-worker.js', import.meta.url)";

/**
 * Puts the worker's script, as the build of `vite.config.ts` wrote it, into the file. It starts from a `blob:` address,
 * because browsers refuse workers from a CDN, which is another origin.
 */
function inlineWorker(): Plugin {
  return {
    name: 'slipway:inline-worker',
    enforce: 'pre',
    transform: {
      filter: { id: /worker-checksummer\.ts$/ },
      handler(code) {
        if (!code.includes(WORKER)) this.error(`The worker is not at ${WORKER}.`);
        const script = readFileSync(new URL('dist/checksum-worker.js', import.meta.url), 'utf8');
        const text = JSON.stringify(script.replace(/\n?\/\/# sourceMappingURL=.*/, ''));
        const blob = `new Blob([${text}], { type: 'text/javascript' })`;
        return { code: code.replace(WORKER, () => `URL.createObjectURL(${blob})`), map: null };
      },
    },
  };
}
