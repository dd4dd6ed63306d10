import type { TEMPLATES } from './templates.ts';

/** Where the documentation shows a page, and which package of ours it imports. */
export interface Page {
  readonly example: string;
  /** Installed with the backend. `undefined` if the backend's folder builds no page. */
  readonly binding: 'react' | 'vue' | 'svelte' | undefined;
}

const ANY_PAGE: Page = { example: 'docs/getting-started.md#3-write-the-page', binding: undefined };

/** Where the backend runs. */
export interface Framework {
  /** The files to write, as docs/frameworks.md shows them. */
  readonly files: readonly (keyof typeof TEMPLATES)[];
  /** What to install besides the packages of the backend. */
  readonly packages: readonly string[];
  /** The page for users of this framework. */
  readonly page: Page;
  /** The file with the variables, if the command reads one. */
  readonly variables: string | undefined;
  /** Starts the backend. `undefined` if a platform does. */
  readonly start: string | undefined;
}

const server = (file: keyof typeof TEMPLATES, ...packages: readonly string[]): Framework => ({
  files: ['uploads.js', file],
  packages,
  page: ANY_PAGE,
  variables: '.env',
  start: `node --env-file=.env ${file}`,
});

/** All frameworks and runtimes, by the names that `--framework` takes. */
export const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  express: { ...server('express.js', 'express'), files: ['express.js'] },
  node: server('node-http.js'),
  koa: server('koa.js', 'koa'),
  fastify: server('fastify.js', 'fastify'),
  nest: server(
    'nest.js',
    '@nestjs/core',
    '@nestjs/common',
    '@nestjs/platform-express',
    'reflect-metadata',
    'rxjs',
  ),
  hono: server('hono.js', 'hono', '@hono/node-server'),
  next: {
    ...server('app/api/[...path]/route.js', 'next', 'react', 'react-dom'),
    page: { example: 'docs/stacks.md#nextjs', binding: 'react' },
    start: 'npx next dev',
  },
  sveltekit: {
    ...server('src/routes/api/[...path]/+server.js'),
    page: { example: 'docs/stacks.md#sveltekit', binding: 'svelte' },
    start: 'node --env-file=.env node_modules/vite/bin/vite.js dev --port 3000',
  },
  nuxt: {
    ...server('server/api/[...].js'),
    page: { example: 'docs/stacks.md#nuxt', binding: 'vue' },
    start: 'npx nuxt dev',
  },
  bun: { ...server('bun.js'), start: 'bun bun.js' },
  deno: {
    ...server('deno.js'),
    start: 'deno run --env-file=.env --allow-env --allow-net --allow-read --allow-sys deno.js',
  },
  lambda: { ...server('lambda.js', 'hono'), variables: undefined, start: undefined },
  workers: {
    files: ['worker.js'],
    packages: ['@xmldom/xmldom'],
    page: ANY_PAGE,
    variables: '.dev.vars',
    start: 'npx wrangler dev worker.js --compatibility-date 2026-08-04',
  },
};
