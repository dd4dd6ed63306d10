// `pnpm --filter @slipway/docs generate` makes this file from docs/frameworks.md and docs/getting-started.md.

/** Files of the documentation by their titles. Tests of those pages run them as they are. */
export const TEMPLATES = {
  'uploads.js': `import { Buffer } from 'node:buffer';
import { S3Client } from '@aws-sdk/client-s3';
import { createUploadHandler } from '@slipway/server/fetch';

export const handle = createUploadHandler({
  basePath: '/api',
  s3: new S3Client({}),
  bucket: process.env.BUCKET,
  tokenKeys: [{ id: 'a', secret: Buffer.from(process.env.TOKEN_KEY ?? '', 'base64') }],
  // Names the caller. Before you go public, look up the user's session here.
  authorize: () => ({ subject: 'me' }),
});
`,
  'express.js': `import { Buffer } from 'node:buffer';
import { S3Client } from '@aws-sdk/client-s3';
import { createUploadRouter } from '@slipway/server/express';
import express from 'express';

const app = express();
app.use(
  '/api',
  createUploadRouter({
    s3: new S3Client({}),
    bucket: process.env.BUCKET,
    tokenKeys: [{ id: 'a', secret: Buffer.from(process.env.TOKEN_KEY ?? '', 'base64') }],
    authorize: () => ({ subject: 'me' }),
  }),
);
app.listen(process.env.PORT);
`,
  'node-http.js': `import { createServer } from 'node:http';
import { toNodeHandler } from '@slipway/server/node';
import { handle } from './uploads.js';

createServer(toNodeHandler(handle)).listen(process.env.PORT);
`,
  'koa.js': `import { toNodeHandler } from '@slipway/server/node';
import Koa from 'koa';
import { handle } from './uploads.js';

const uploads = toNodeHandler(handle);
const app = new Koa();
app.use((context, next) => {
  if (!context.path.startsWith('/api/')) return next();
  context.respond = false;
  return uploads(context.req, context.res);
});
app.listen(process.env.PORT);
`,
  'fastify.js': `import { toNodeHandler } from '@slipway/server/node';
import Fastify from 'fastify';
import { handle } from './uploads.js';

const uploads = toNodeHandler(handle);
const app = Fastify();
app.register(async (scope) => {
  // The handler reads the body itself.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.all('/api/*', (request, reply) => {
    reply.hijack();
    return uploads(request.raw, reply.raw);
  });
});
await app.listen({ port: Number(process.env.PORT) });
`,
  'nest.js': `import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { toNodeHandler } from '@slipway/server/node';
import { handle } from './uploads.js';

class AppModule {}
Module({})(AppModule);

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.use('/api', toNodeHandler(handle));
await app.listen(process.env.PORT);
`,
  'hono.js': `import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handle } from './uploads.js';

const app = new Hono();
app.all('/api/*', (context) => handle(context.req.raw));
serve({ fetch: app.fetch, port: Number(process.env.PORT) });
`,
  'lambda.js': `import { Hono } from 'hono';
import { handle as toLambda } from 'hono/aws-lambda';
import { handle } from './uploads.js';

const app = new Hono();
app.all('/api/*', (context) => handle(context.req.raw));
export const handler = toLambda(app);
`,
  'app/api/[...path]/route.js': `import { handle } from '../../../uploads.js';

export { handle as GET, handle as OPTIONS, handle as POST };
`,
  'src/routes/api/[...path]/+server.js': `import { handle } from '../../../../uploads.js';

const answer = ({ request }) => handle(request);

export { answer as GET, answer as OPTIONS, answer as POST };
`,
  'server/api/[...].js': `import { handle } from '../../uploads.js';

export default fromWebHandler((request) => handle(request));
`,
  'bun.js': `import { handle } from './uploads.js';

Bun.serve({ port: process.env.PORT, fetch: handle });
`,
  'deno.js': `import process from 'node:process';
import { handle } from './uploads.js';

Deno.serve({ port: Number(process.env.PORT) }, handle);
`,
  'worker.js': `import { Buffer } from 'node:buffer';
import { S3Client } from '@aws-sdk/client-s3';
import { createUploadHandler } from '@slipway/server/fetch';
import { DOMParser, Node } from '@xmldom/xmldom';
import { env } from 'cloudflare:workers';

Object.assign(globalThis, { DOMParser, Node });

const handle = createUploadHandler({
  basePath: '/api',
  s3: new S3Client({
    region: env.AWS_REGION,
    endpoint: env.AWS_ENDPOINT_URL_S3,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    },
  }),
  bucket: env.BUCKET,
  tokenKeys: [{ id: 'a', secret: Buffer.from(env.TOKEN_KEY, 'base64') }],
  authorize: () => ({ subject: 'me' }),
});

export default { fetch: (request) => handle(request) };
`,
  storage: `npx -p @slipway/local-s3 slipway-local-s3 --port 9000 --dir ./data --access-key local --secret-key local-secret --bucket uploads --cors-origin http://127.0.0.1:3000 --cors-origin http://localhost:3000
`,
} as const;
