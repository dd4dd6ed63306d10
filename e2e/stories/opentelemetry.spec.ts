import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { createUploadHandler } from '@slipway/server/fetch';
import { toNodeHandler } from '@slipway/server/node';
import { createOpenTelemetry } from '@slipway/server/opentelemetry';
import { startTelemetry } from '../../packages/server/testing/telemetry.ts';
import type { Backend } from '../rig/backend.ts';
import { expect } from '../rig/fixtures.ts';
import { test as base } from './reader-page.ts';

const MiB = 1024 ** 2;

/** What tests compare of a span. */
interface SpanFacts {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
}

/** A reader's backend in the test's own process, which keeps its spans. */
const test = base.extend<{ telemetry: ReturnType<typeof startTelemetry> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from it.
  telemetry: async ({}, use) => {
    const telemetry = startTelemetry();
    await use(telemetry);
    await telemetry.close();
  },
  backend: async ({ storage, telemetry }, use) => {
    const { S3_BUCKET = '', S3_ENDPOINT = '', ...env } = storage.backendEnvironment;
    const s3 = new S3Client({
      region: 'us-east-1',
      endpoint: S3_ENDPOINT,
      forcePathStyle: true,
      credentials: {
        accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const handle = createUploadHandler({
      basePath: '/api',
      s3,
      bucket: S3_BUCKET,
      tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
      authorize: () => ({ subject: 'ada' }),
      onCompleted: () => telemetry.tracer.startSpan('save').end(),
      ...createOpenTelemetry({ tracer: telemetry.tracer, meter: telemetry.meter }),
    });
    const server = createServer(toNodeHandler(handle)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await use({ url: `http://127.0.0.1:${port}` } as Backend);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    s3.destroy();
  },
});

test('one trace leads from the page to the hook, and S3 gets no trace context', async ({
  openReaderPage,
  page,
  files,
  storage,
  telemetry,
}) => {
  const toStorage: string[] = [];
  page.on('request', async (request) => {
    if (!request.url().startsWith(storage.url)) return;
    const names = Object.keys(await request.allHeaders());
    toStorage.push(`${request.method()} ${names.filter((name) => name.startsWith('trace'))}`);
  });
  await openReaderPage('docs/opentelemetry.md 2', {
    body: '<input type="file">',
    main: `import { trace } from '@opentelemetry/api';
    import {
      BasicTracerProvider,
      InMemorySpanExporter,
      SimpleSpanProcessor,
    } from '@opentelemetry/sdk-trace-base';
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [new SimpleSpanProcessor(exporter)];
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
    const { uploader } = await import('./block');
    const spans = () => exporter.getFinishedSpans().map((span) => {
      const { traceId, spanId } = span.spanContext();
      return { name: span.name, traceId, spanId, parentId: span.parentSpanContext?.spanId };
    });
    window.reader = { uploader, spans };
    document.querySelector('input').onchange = ({ target }) => uploader.add(target.files[0]);`,
    reveal: ['uploader'],
  });
  const film = await files.make('film.bin', 20 * MiB);
  await page.locator('input').setInputFiles(film.path);

  const ofPage = (): Promise<SpanFacts[]> => page.evaluate(() => window.reader.spans());
  await expect
    .poll(async () => (await ofPage()).map(({ name }) => name))
    .toEqual(['slipway.upload']);
  await storage.holdsExactly([film]);
  const [upload] = await ofPage();
  const ofBackend = (): SpanFacts[] =>
    telemetry.spans().map((span) => {
      const { traceId, spanId } = span.spanContext();
      return { name: span.name, traceId, spanId, parentId: span.parentSpanContext?.spanId };
    });
  const named = (name: string) => ofBackend().find((span) => span.name === name);
  await expect.poll(() => named('POST /uploads/complete')).toBeDefined();
  for (const route of ['POST /uploads', 'POST /uploads/complete']) {
    expect(named(route)).toMatchObject({ traceId: upload?.traceId, parentId: upload?.spanId });
  }
  const complete = named('POST /uploads/complete');
  const hook = named('slipway.onCompleted');
  expect(hook).toMatchObject({ traceId: upload?.traceId, parentId: complete?.spanId });
  expect(named('save')).toMatchObject({ traceId: upload?.traceId, parentId: hook?.spanId });
  expect(named('S3.CompleteMultipartUpload')?.parentId).toBe(complete?.spanId);
  expect(toStorage.length).toBeGreaterThan(0);
  expect(new Set(toStorage)).toEqual(new Set(['PUT ']));
});
