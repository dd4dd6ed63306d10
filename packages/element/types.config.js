import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';

const languages = readdirSync(new URL('src/messages', import.meta.url));
const entries = [
  'index',
  'jsx',
  'preact',
  'svelte',
  'vue',
  ...languages.map((file) => `messages/${parse(file).name}`),
];

/**
 * Rolls the declarations that tsc wrote into self-contained ones, so that users of the element install neither React
 * nor the packages that it is made of. `pnpm pack` runs it.
 */
export default {
  input: Object.fromEntries(entries.map((name) => [name, `dist/${name}.d.ts`])),
  output: { dir: 'dist/types', format: 'es', chunkFileNames: 'element.d.ts' },
  external: ['react', 'preact', 'vue', 'svelte/elements'],
  plugins: [
    dts({
      includeExternal: ['@slipway/core', '@slipway/protocol', '@slipway/react'],
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        customConditions: [],
      },
    }),
  ],
};
