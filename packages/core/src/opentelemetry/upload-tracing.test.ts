import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';
import type { UploadBackend } from '../ports/backend.ts';
import {
  createManualClock,
  createScriptedS3,
  createTestUploader,
  type TestUploaderOptions,
} from '../testing/index.ts';
import type { Upload } from '../upload/upload.ts';
import { createUploadTracing, type UploadTracingOptions } from './create-upload-tracing.ts';

/** An uploader whose requests carry trace headers, and the spans that have ended. */
function startTraced(
  options: UploadTracingOptions = {},
  uploaderOptions: TestUploaderOptions = {},
) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('test');
  const tracing = createUploadTracing({ tracer, ...options });
  const clock = createManualClock();
  const s3 = createScriptedS3({ clock });
  const headersOf = tracing.headers({ authorization: 'Bearer of the page' });
  const requests: string[] = [];
  const traced = <Arguments extends readonly unknown[], Answer>(
    name: string,
    call: (...given: Arguments) => Promise<Answer>,
  ) => {
    return async (...given: Arguments): Promise<Answer> => {
      const headers = await headersOf();
      expect(headers.get('authorization')).toBe('Bearer of the page');
      requests.push(`${name} ${headers.get('traceparent')}`);
      return call(...given);
    };
  };
  const { backend } = s3;
  const tracedBackend: UploadBackend = {
    getPolicy: traced('policy', backend.getPolicy),
    create: traced('create', backend.create),
    presign: traced('presign', backend.presign),
    listParts: traced('list', backend.listParts),
    complete: traced('complete', backend.complete),
    abort: traced('abort', backend.abort),
  };
  const stack = createTestUploader({
    ...uploaderOptions,
    clock,
    s3: { ...s3, backend: tracedBackend },
  });
  const stop = tracing.follow(stack.uploader);
  const spans = (name: string) =>
    exporter.getFinishedSpans().filter((span: ReadableSpan) => span.name === name);
  /** Advances the clock, because batches wait for more calls. */
  const finish = (uploads: readonly Upload[]) =>
    expect
      .poll(() => {
        clock.advance(1_000);
        return uploads.every((upload) => upload.getSnapshot().state.status === 'completed');
      })
      .toBe(true);
  return { ...stack, s3, tracer, requests, spans, stop, finish };
}

const digits = (name = 'digits of ada.txt') => new File(['0123456789'], name);
const contextOf = (span: ReadableSpan | undefined) => {
  const { traceId, spanId } = span?.spanContext() ?? {};
  return `00-${traceId}-${spanId}-01`;
};

test('each request of an upload carries the context of its span, which ends with the upload', async () => {
  const { uploader, requests, spans } = startTraced();
  await uploader.add(digits()).completed;
  const [span] = spans('slipway.upload');
  expect(requests).toEqual([`create ${contextOf(span)}`, `complete ${contextOf(span)}`]);
  expect(span?.attributes).toEqual({
    'slipway.upload.size': 10,
    'slipway.upload.outcome': 'completed',
    'slipway.upload.parts_sent': 3,
    'slipway.upload.resumed': false,
  });
  expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  expect(span?.events.map(({ name }) => name)).toContain('slipway.completing');
  expect(spans('slipway.part')).toEqual([]);
});

test('a request for several uploads links to their spans, and they link to it', async () => {
  const { uploader, requests, spans, finish } = startTraced({}, { batching: true, connections: 2 });
  await finish(uploader.addAll([digits('a'), digits('b')]));
  const [request] = spans('slipway.request');
  expect(request?.attributes).toEqual({ 'slipway.batch.size': 2 });
  expect(request?.parentSpanContext).toBeUndefined();
  expect(requests[0]).toBe(`create ${contextOf(request)}`);
  const linked = request?.links.map(({ context }) => context.spanId);
  expect(linked?.toSorted()).toEqual(
    spans('slipway.upload')
      .map((span) => span.spanContext().spanId)
      .toSorted(),
  );
  for (const span of spans('slipway.upload')) {
    expect(span.links.map(({ context }) => context.spanId)).toContain(
      request?.spanContext().spanId,
    );
  }
});

test('uploads with one parent, and their common requests, are in its trace', async () => {
  let parent = ROOT_CONTEXT;
  const { uploader, tracer, spans, finish } = startTraced(
    { parent: () => parent },
    { batching: true, connections: 2 },
  );
  const page = tracer.startSpan('page');
  parent = trace.setSpan(ROOT_CONTEXT, page);
  await finish(uploader.addAll([digits('a'), digits('b')]));
  const { spanId } = page.spanContext();
  for (const span of [...spans('slipway.upload'), ...spans('slipway.request')]) {
    expect(span.parentSpanContext?.spanId).toBe(spanId);
  }
});

test('a pause is an event, with its reason', async () => {
  const { uploader, s3, spans } = startTraced();
  const upload = uploader.add(digits());
  const release = s3.hold('put 2');
  await s3.receives('put 1');
  upload.pause();
  await expect.poll(() => upload.getSnapshot().state.status).toBe('paused');
  await new Promise(setImmediate);
  release();
  upload.resume();
  await upload.completed;
  const [span] = spans('slipway.upload');
  expect(span?.events.find(({ name }) => name === 'slipway.paused')?.attributes).toEqual({
    'slipway.pause.reason': 'user',
  });
});

test('a failed upload ends its span with the code, and a retry has a span with a link to it', async () => {
  const { uploader, s3, requests, spans } = startTraced();
  s3.answer('create', 403, 'forbidden');
  const upload = uploader.add(digits());
  await expect(upload.completed).rejects.toThrow();
  const [first] = spans('slipway.upload');
  expect(first?.status.code).toBe(SpanStatusCode.ERROR);
  expect(first?.attributes).toMatchObject({
    'slipway.upload.outcome': 'failed',
    'error.type': 'forbidden',
  });
  upload.retry();
  await upload.completed;
  const second = spans('slipway.upload').at(-1);
  expect(second?.attributes).toMatchObject({ 'slipway.upload.outcome': 'completed' });
  expect(second?.links.map(({ context }) => context.spanId)).toEqual([first?.spanContext().spanId]);
  expect(requests[1]).toBe(`create ${contextOf(second)}`);
});

test('the abort of a canceled upload is in its trace', async () => {
  const { uploader, s3, requests, spans } = startTraced();
  const upload = uploader.add(digits());
  await s3.receives('put 1');
  await upload.cancel();
  const [span] = spans('slipway.upload');
  expect(span?.attributes).toMatchObject({ 'slipway.upload.outcome': 'canceled' });
  expect(requests.at(-1)).toBe(`abort ${contextOf(span)}`);
});

test('on request, each attempt to send a part has a span', async () => {
  const { uploader, s3, clock, spans } = startTraced({ parts: true });
  s3.answer('put 2', 500, 'InternalError');
  const upload = uploader.add(digits());
  await s3.receives('put 2');
  await expect.poll(() => clock.pendingTimers).toBeGreaterThan(0);
  await expect
    .poll(() => {
      clock.advance(60_000);
      return upload.getSnapshot().state.status;
    })
    .toBe('completed');
  const [parent] = spans('slipway.upload');
  const parts = spans('slipway.part');
  const outcomes = parts.map(({ attributes }) => attributes['slipway.part.outcome']);
  expect(outcomes.filter((outcome) => outcome === 'uploaded')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'retried')).toHaveLength(1);
  for (const part of parts) {
    expect(part.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  }
});

test('spans name neither files nor keys, unless the page wants keys', async () => {
  const quiet = startTraced({ parts: true });
  await quiet.uploader.add(digits()).completed;
  const shown = ['slipway.upload', 'slipway.part'].flatMap((name) =>
    quiet.spans(name).map(({ attributes, events }) => ({ attributes, events })),
  );
  expect(JSON.stringify(shown)).not.toContain('ada');
  const { uploader, spans } = startTraced({ objectKeys: true });
  const { objectKey } = await uploader.add(digits()).completed;
  expect(spans('slipway.upload')[0]?.attributes).toMatchObject({ 'aws.s3.key': objectKey });
});

test('without an SDK, requests carry no trace context', async () => {
  const tracing = createUploadTracing();
  const { uploader } = createTestUploader();
  tracing.follow(uploader);
  const upload = uploader.add(digits());
  await expect.poll(() => upload.getSnapshot().state.status).not.toBe('queued');
  expect([...(await tracing.headers({ a: 'b' })())]).toEqual([['a', 'b']]);
  await upload.completed;
});

test('a page that stops following ends the open spans', async () => {
  const { uploader, s3, spans, stop } = startTraced();
  const upload = uploader.add(digits());
  s3.hold('put 2');
  await s3.receives('put 1');
  stop();
  expect(spans('slipway.upload')[0]?.attributes).toMatchObject({
    'slipway.upload.outcome': 'stopped',
  });
  await upload.cancel();
});
