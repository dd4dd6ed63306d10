import type { TEMPLATES } from './templates.ts';

/** Where the backend runs. */
export interface Framework {
  /** The files to write, as docs/frameworks.md shows them. */
  readonly files: readonly (keyof typeof TEMPLATES)[];
  /** What to install besides the packages of the backend. */
  readonly packages: readonly string[];
  /** The file with the variables, if the command reads one. */
  readonly variables: string | undefined;
  /** Starts the backend. `undefined` if a platform does. */
  readonly start: string | undefined;
}

const server = (file: keyof typeof TEMPLATES, ...packages: readonly string[]): Framework => ({
  files: ['uploads.js', file],
  packages,
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
    start: 'npx next dev',
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
    variables: '.dev.vars',
    start: 'npx wrangler dev worker.js --compatibility-date 2026-08-04',
  },
};
