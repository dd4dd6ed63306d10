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
    packages: [
      '@sveltejs/kit',
      '@sveltejs/adapter-node',
      '@sveltejs/vite-plugin-svelte',
      'svelte',
      'vite@8',
    ],
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
    files: {
      'angular.json': JSON.stringify({
        version: 1,
        projects: {
          app: {
            projectType: 'application',
            root: '',
            sourceRoot: 'src',
            architect: {
              build: {
                builder: '@angular/build:application',
                options: {
                  browser: 'src/main.ts',
                  index: 'src/index.html',
                  tsConfig: 'tsconfig.json',
                  outputPath: 'dist',
                  assets: [{ glob: '**/*', input: 'public' }],
                },
              },
            },
          },
        },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'es2022',
          module: 'preserve',
          moduleResolution: 'bundler',
          experimentalDecorators: true,
          skipLibCheck: true,
          importHelpers: true,
          lib: ['es2023', 'dom', 'dom.iterable'],
          types: [],
        },
        files: ['src/main.ts'],
      }),
      'src/index.html':
        '<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>Uploads</title><base href="/" /></head><body><app-files></app-files></body></html>\n',
      'src/main.ts': `import { bootstrapApplication } from '@angular/platform-browser';
import { Files } from './files';

bootstrapApplication(Files).catch((error: unknown) => console.error(error));
`,
    },
    build: `mkdir public
cp node_modules/@slipway/core/dist/checksum-worker.js public/
npx ng build`,
    output: 'dist/browser',
  },
];
