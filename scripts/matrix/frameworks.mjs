/** A new application of Angular. */
function angularFiles(builder, polyfills = []) {
  const options = {
    browser: 'src/main.ts',
    index: 'src/index.html',
    tsConfig: 'tsconfig.json',
    outputPath: 'dist',
    assets: [{ glob: '**/*', input: 'public', output: '.' }],
    polyfills,
  };
  const app = {
    projectType: 'application',
    root: '',
    sourceRoot: 'src',
    architect: { build: { builder, options } },
  };
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'es2022',
    moduleResolution: 'bundler',
    experimentalDecorators: true,
    skipLibCheck: true,
    importHelpers: true,
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
  };
  return {
    'angular.json': JSON.stringify({ version: 1, projects: { app } }),
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['src/main.ts'] }),
    'src/index.html': `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Uploads</title>
    <base href="/" />
  </head>
  <body>
    <app-files></app-files>
  </body>
</html>
`,
    'src/main.ts': `import { bootstrapApplication } from '@angular/platform-browser';
import { Files } from './files';

bootstrapApplication(Files).catch((error: unknown) => console.error(error));
`,
  };
}

const COPY_WORKER = `mkdir public
cp node_modules/@slipway/core/dist/checksum-worker.js public/`;

/** A page of Vite with one component. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Uploads</title>
  </head>
  <body>
    <main id="root"></main>
    <script type="module" src="/main.js"></script>
  </body>
</html>
`;

/** What an app of SvelteKit for Node needs. */
export const SVELTEKIT_PACKAGES = [
  '@sveltejs/kit',
  '@sveltejs/adapter-node',
  '@sveltejs/vite-plugin-svelte',
  'svelte',
  'vite@8',
];

/**
 * The frameworks with which people build pages, each with the binding or component that fits it. See `Stack` in
 * `try-stack.mjs`. The files that users write for Slipway are on `docs/stacks.md`.
 *
 * @type {readonly import('./try-stack.mjs').Stack[]}
 */
export const FRAMEWORKS = [
  {
    // A page that a server renders, with the backend as one of its routes. Next builds with Turbopack.
    name: 'next',
    packages: ['next', 'react', 'react-dom'],
    blocks: ['next/'],
    files: {
      'app/layout.jsx':
        'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
    },
    build: 'npx next build',
    start: 'npx next start --hostname 127.0.0.1',
    hasBackend: true,
  },
  {
    name: 'next-webpack',
    packages: ['next', 'react', 'react-dom'],
    blocks: ['next/'],
    files: {
      'app/layout.jsx':
        'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
    },
    build: 'npx next build --webpack',
    start: 'npx next start --hostname 127.0.0.1',
    hasBackend: true,
  },
  {
    // The app of the recipe, with a database. Node 20 has no SQLite.
    name: 'next-recipe',
    packages: ['next', 'react', 'react-dom'],
    node: '22',
    recipes: {
      next: [
        'uploads.js',
        'app/api/slipway/[...path]/route.js',
        'app/add-files.jsx',
        'app/page.jsx',
      ],
      database: ['files.js', 'url-of.js'],
    },
    files: {
      'session.js': "export const currentUser = async () => ({ id: 'ada' });\n",
      'app/layout.jsx':
        'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n',
    },
    build: 'npx next build',
    start: 'npx next start --hostname 127.0.0.1',
    hasBackend: true,
    listsFiles: true,
  },
  {
    name: 'react-router',
    packages: [
      // All four have one version.
      'react-router@~8.4.0',
      '@react-router/dev@~8.4.0',
      '@react-router/node@~8.4.0',
      '@react-router/serve@~8.4.0',
      'react',
      'react-dom',
      'isbot',
      'vite@8',
    ],
    node: '22',
    blocks: ['react-router/'],
    files: {
      'vite.config.js': `import { reactRouter } from '@react-router/dev/vite';

export default { plugins: [reactRouter()] };
`,
      'app/routes.js': `import { index } from '@react-router/dev/routes';

export default [index('routes/home.jsx')];
`,
      'app/root.jsx': `import { Links, Meta, Outlet, Scripts, ScrollRestoration } from 'react-router';

export default function Root() {
  return (
    <html lang="en">
      <head>
        <Meta />
        <Links />
      </head>
      <body>
        <Outlet />
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}
`,
    },
    build: 'npx react-router build',
    start: 'npx react-router-serve build/server/index.js',
  },
  {
    name: 'astro',
    packages: ['astro'],
    node: '22',
    blocks: ['astro/'],
    build: 'npx astro build --silent',
  },
  {
    name: 'nuxt',
    packages: ['nuxt', 'vue', 'vue-router'],
    node: '22',
    blocks: ['nuxt/'],
    build: 'npx nuxt build',
    start: 'node .output/server/index.mjs',
  },
  {
    name: 'sveltekit',
    packages: SVELTEKIT_PACKAGES,
    node: '22',
    blocks: ['sveltekit/'],
    files: {
      'vite.config.js': `import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';

export default { plugins: [sveltekit({ adapter: adapter() })] };
`,
      'src/app.html': `<!doctype html>
<html lang="en">
  <head>
    %sveltekit.head%
  </head>
  <body>
    %sveltekit.body%
  </body>
</html>
`,
    },
    build: 'npx vite build --logLevel warn',
    start: 'node build/index.js',
  },
  {
    name: 'angular',
    packages: [
      '@angular/core',
      '@angular/common',
      '@angular/compiler',
      '@angular/platform-browser',
      '@angular/build',
      '@angular/cli',
      '@angular/compiler-cli',
      'rxjs',
      'tslib',
    ],
    node: '22',
    blocks: ['angular/'],
    files: angularFiles('@angular/build:application'),
    build: `${COPY_WORKER}
npx ng build`,
    output: 'dist/browser',
  },
  // The oldest versions that the bindings accept, with the same files.
  {
    name: 'react-18.2',
    packages: ['react@18.2', 'react-dom@18.2', 'vite@8'],
    page: {},
    build: 'npx vite build --logLevel warn',
  },
  {
    name: 'vue-3.3',
    packages: ['vue@3.3', 'vite@5', '@vitejs/plugin-vue@5'],
    blocks: ['nuxt/app/'],
    files: {
      'index.html': PAGE,
      'main.js': `import { createApp } from 'vue';
import App from './app.vue';

createApp(App).mount('#root');
`,
      'vite.config.js': `import vue from '@vitejs/plugin-vue';

export default { plugins: [vue()] };
`,
    },
    build: 'npx vite build --logLevel warn',
  },
  {
    name: 'svelte-4',
    packages: ['svelte@4', 'vite@5', '@sveltejs/vite-plugin-svelte@3'],
    blocks: ['sveltekit/src/routes/+'],
    adapt: (text) => text.replace('onchange=', 'on:change='),
    files: {
      'index.html': PAGE,
      'main.js': `import Page from './page.svelte';

new Page({ target: document.querySelector('#root') });
`,
      'vite.config.js': `import { svelte } from '@sveltejs/vite-plugin-svelte';

export default { plugins: [svelte()] };
`,
    },
    build: 'npx vite build --logLevel warn',
  },
  {
    name: 'angular-17',
    packages: [
      '@angular/core@17',
      '@angular/common@17',
      '@angular/compiler@17',
      '@angular/platform-browser@17',
      '@angular-devkit/build-angular@17',
      '@angular/cli@17',
      '@angular/compiler-cli@17',
      'zone.js@0.14',
      'typescript@5.4',
      'rxjs',
      'tslib',
    ],
    blocks: ['angular/'],
    adapt: (text) => text.replace('@Component({', '@Component({\n  standalone: true,'),
    files: angularFiles('@angular-devkit/build-angular:application', ['zone.js']),
    build: `${COPY_WORKER}
npx ng build`,
    output: 'dist/browser',
  },
];
