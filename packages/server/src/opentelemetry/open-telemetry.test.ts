import { randomBytes } from 'node:crypto';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { authorizeAdmin } from '../../testing/admin-stack.ts';
import { startTelemetry } from '../../testing/telemetry.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUpload, putParts } from '../../testing/uploads.ts';
import { startReceiver, WEBHOOK_SECRETS } from '../../testing/webhook-receiver.ts';
import { createOpenTelemetry, createWebhookMetrics } from '../opentelemetry.ts';
import type { HookedCompletion } from '../service/upload-hooks.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createSweeper } from '../sweeper/sweeper.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PAGE_SPAN = 'b7ad6b7169203331';
const FROM_PAGE = { traceparent: `00-${TRACE}-${PAGE_SPAN}-01` };
const bytes = randomBytes(6 * MiB);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  let telemetry: ReturnType<typeof startTelemetry>;
  let onCompleted: (upload: HookedCompletion) => unknown;

  beforeEach(async () => {
    onCompleted = () => {};
    telemetry = startTelemetry();
    stack = await start({});
  });
  afterEach(async () => {
    await stack.close();
    await telemetry.close();
  });

  function start(options: Parameters<typeof createOpenTelemetry>[0]) {
    const { tracer, meter } = telemetry;
    return startUploadStack(
      {
        policy: { maxFileSize: 10 * MiB },
        ...createOpenTelemetry({ tracer, meter, ...options }),
        onCompleted: (upload) => onCompleted(upload),
      },
      adapter,
    );
  }

  /** Waits, because a request's span ends after its response. */
  async function spanOf(name: string): Promise<ReadableSpan> {
    const find = () => telemetry.spans().find((span) => span.name === name);
    await expect.poll(find).toBeDefined();
    return find() as ReadableSpan;
  }

  test('a request continues the trace of the page, and its calls to S3 are children', async () => {
    const { body } = await stack.call('create', { files: [file(6 * MiB)] }, FROM_PAGE);
    expect(body.uploads[0].token).toBeDefined();
    const request = await spanOf('POST /uploads');
    expect(request.kind).toBe(SpanKind.SERVER);
    expect(request.spanContext().traceId).toBe(TRACE);
    expect(request.parentSpanContext?.spanId).toBe(PAGE_SPAN);
    expect(request.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/uploads',
      'http.response.status_code': 200,
    });
    expect(request.events.map(({ name }) => name)).toContain('slipway.upload_created');
    const call = await spanOf('S3.CreateMultipartUpload');
    expect(call.kind).toBe(SpanKind.CLIENT);
    expect(call.spanContext().traceId).toBe(TRACE);
    expect(call.parentSpanContext?.spanId).toBe(idOf(request));
    expect(call.attributes).toMatchObject({ 'rpc.method': 'CreateMultipartUpload' });
  });

  test('a hook runs with its span active, below the span of its request', async () => {
    let active: string | undefined;
    onCompleted = async () => {
      await new Promise(setImmediate);
      active = trace.getActiveSpan()?.spanContext().spanId;
    };
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    await stack.call('complete', { uploads: [{ token: upload.token }] }, FROM_PAGE);
    const request = await spanOf('POST /uploads/complete');
    const hook = await spanOf('slipway.onCompleted');
    expect(active).toBe(idOf(hook));
    expect(hook.parentSpanContext?.spanId).toBe(idOf(request));
    expect(hook.attributes).toMatchObject({
      'slipway.upload.size': 6 * MiB,
      'slipway.part.count': 2,
    });
    expect(request.events.map(({ name }) => name)).toContain('slipway.upload_completed');
    expect((await spanOf('S3.CompleteMultipartUpload')).parentSpanContext?.spanId).toBe(
      idOf(request),
    );
  });

  test('a failing hook marks its span and its request, without its message', async () => {
    onCompleted = () => {
      throw new RangeError('Of ada@example.org');
    };
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    await stack.call('complete', { uploads: [{ token: upload.token }] });
    const hook = await spanOf('slipway.onCompleted');
    expect(hook.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(hook.attributes).toMatchObject({ 'error.type': 'RangeError' });
    const request = await spanOf('POST /uploads/complete');
    expect(request.status.code).toBe(SpanStatusCode.ERROR);
    expect(request.attributes).toMatchObject({ 'slipway.error.codes': ['internal-error'] });
  });

  test('a call that S3 refuses marks its span and its request', async () => {
    stack.s3.faults.add({
      operation: 'CreateMultipartUpload',
      times: 3,
      fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
    });
    await stack.call('create', { files: [file(6 * MiB)] });
    const call = await spanOf('S3.CreateMultipartUpload');
    expect(call.status.code).toBe(SpanStatusCode.ERROR);
    expect(call.attributes).toMatchObject({
      'error.type': 'AccessDenied',
      'http.response.status_code': 403,
    });
    expect((await spanOf('POST /uploads')).status.code).toBe(SpanStatusCode.ERROR);
  });

  test('a refused caller has a span, and it is no error of the server', async () => {
    const answer = await fetch(`${stack.url}/policy`);
    expect(answer.status).toBe(401);
    const request = await spanOf('GET /policy');
    expect(request.status.code).toBe(SpanStatusCode.UNSET);
    expect(request.attributes).toMatchObject({
      'http.response.status_code': 401,
      'slipway.error.codes': ['unauthorized'],
    });
    const authorize = await spanOf('slipway.authorize');
    expect(authorize.parentSpanContext?.spanId).toBe(idOf(request));
    expect(authorize.status.code).toBe(SpanStatusCode.UNSET);
    expect(authorize.attributes).toEqual({
      'slipway.hook.name': 'authorize',
      'error.type': 'unauthorized',
    });
    await fetch(`${stack.url}/made-up`);
    expect((await spanOf('GET')).attributes).not.toHaveProperty('http.route');
  });

  test('spans contain no keys, names, tokens, URLs or callers', async () => {
    const upload = await createUpload(stack, bytes, { name: 'secret-plan.mp4' });
    await putParts(stack, upload, bytes);
    await stack.call('complete', { uploads: [{ token: upload.token }] });
    await spanOf('POST /uploads/complete');
    const text = JSON.stringify(
      telemetry
        .spans()
        .map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    );
    expect(text).not.toMatch(/secret-plan|alice|X-Amz|Signature/);
    expect(text).not.toContain(upload.token);
    expect(text).not.toContain(upload.objectKey);
  });

  test('spans name the keys of objects if the owner wants that', async () => {
    await stack.close();
    stack = await start({ objectKeys: true });
    const { objectKey } = await createUpload(stack, bytes);
    const call = await spanOf('S3.CreateMultipartUpload');
    expect(call.attributes).toMatchObject({ 'aws.s3.key': objectKey });
    const { events } = await spanOf('POST /uploads');
    expect(events.at(-1)?.attributes).toMatchObject({ 'aws.s3.key': objectKey });
  });

  test('below the span of another instrumentation, a request is no second server', async () => {
    await stack.close();
    const { tracer } = telemetry;
    const { tracing } = createOpenTelemetry({ tracer });
    const outer = tracing.startRequest({
      method: 'GET',
      route: undefined,
      requestId: 'r1',
      header: () => undefined,
    });
    outer.run(() =>
      tracing
        .startRequest({
          method: 'POST',
          route: 'POST /uploads',
          requestId: 'r2',
          header: (name) => (name === 'traceparent' ? FROM_PAGE.traceparent : undefined),
        })
        .end({ status: 200, codes: [] }),
    );
    outer.end({ status: 200, codes: [] });
    const [inner, server] = telemetry.spans();
    expect(inner?.kind).toBe(SpanKind.INTERNAL);
    expect(server?.kind).toBe(SpanKind.SERVER);
    expect(inner?.parentSpanContext?.spanId).toBe(server && idOf(server));
  });

  test('the doctor has a span below its request, and its calls to S3 are children', async () => {
    await stack.close();
    const { tracer } = telemetry;
    const admin = { authorizeAdmin, ...createOpenTelemetry({ tracer }) };
    stack = await startUploadStack(admin, adapter);
    const answer = await fetch(`${stack.url}${ADMIN_ROUTES.doctor}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin': 'root' },
      body: '{}',
    });
    expect(answer.status).toBe(200);
    const request = await spanOf('POST /admin/doctor');
    const doctor = await spanOf('slipway.doctor');
    expect(doctor.parentSpanContext?.spanId).toBe(idOf(request));
    expect((await spanOf('slipway.authorizeAdmin')).parentSpanContext?.spanId).toBe(idOf(request));
    const call = await spanOf('S3.GetBucketCors');
    expect(call.parentSpanContext?.spanId).toBe(idOf(doctor));
  });

  test('a sweep has a span of its own trace, and its calls to S3 are children', async () => {
    await createUpload(stack, bytes);
    const { tracing } = createOpenTelemetry({ tracer: telemetry.tracer });
    const future = { now: () => Date.now() + 30 * 86_400_000 };
    const sweeper = createSweeper({ s3: stack.client, bucket: BUCKET, clock: future, tracing });
    expect(await sweeper.sweep()).toMatchObject({ aborted: 1 });
    const sweep = await spanOf('slipway.sweep');
    expect(sweep.parentSpanContext).toBeUndefined();
    for (const name of ['S3.ListMultipartUploads', 'S3.AbortMultipartUpload']) {
      expect((await spanOf(name)).parentSpanContext?.spanId).toBe(idOf(sweep));
    }
  });

  test('metrics count uploads and requests', async () => {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    await stack.call('complete', { uploads: [{ token: upload.token }] });
    await stack.call('create', { files: [file(-1)] });
    await expect.poll(() => telemetry.spans().filter(isRequest).length).toBe(3);
    const points = await telemetry.points();
    const valuesOf = (name: string) => points[name]?.map(({ value }) => value);
    expect(valuesOf('slipway_uploads_created_total')).toEqual([1]);
    expect(valuesOf('slipway_bytes_completed_total')).toEqual([6 * MiB]);
    expect(valuesOf('slipway_parts_presigned_total')).toEqual([2]);
    expect(points.slipway_errors_total).toMatchObject([
      { attributes: { code: 'invalid-request' }, value: 1 },
    ]);
    expect(points.slipway_request_duration_seconds).toMatchObject([
      { attributes: { route: 'POST /uploads', status: '2xx' }, value: { count: 1 } },
      { attributes: { route: 'POST /uploads/complete', status: '2xx' }, value: { count: 1 } },
      { attributes: { route: 'POST /uploads', status: '4xx' }, value: { count: 1 } },
    ]);
  });

  test('a page of another origin may send its trace context', async () => {
    const origin = 'https://app.example';
    await stack.close();
    stack = await startUploadStack({ allowedOrigins: [origin] }, adapter);
    const { headers } = await fetch(`${stack.url}/uploads`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,traceparent,tracestate',
      },
    });
    expect(headers.get('access-control-allow-headers')).toBe('content-type,traceparent,tracestate');
  });
});

test('metrics count the attempts to send webhooks', async () => {
  const telemetry = startTelemetry();
  onTestFinished(() => telemetry.close());
  const receiver = await startReceiver();
  onTestFinished(() => receiver.stop());
  const webhooks = createWebhooks({
    url: receiver.url,
    secrets: WEBHOOK_SECRETS,
    store: createMemoryStore(),
    retrySeconds: [],
    onReport: createWebhookMetrics({ meter: telemetry.meter }),
  });
  const stack = await startUploadStack({ store: webhooks.outbox.store, webhooks });
  onTestFinished(() => stack.close());
  await createUpload(stack, bytes);
  await webhooks.deliver();
  receiver.respond = (response) => response.writeHead(503).end();
  await createUpload(stack, bytes);
  await webhooks.deliver();

  const points = await telemetry.points();
  const countsOf = (name: string) => points[name]?.map(({ value }) => value);
  expect(countsOf('slipway_webhook_attempts_total')).toEqual([2]);
  expect(countsOf('slipway_webhook_failures_total')).toEqual([1]);
  expect(countsOf('slipway_webhooks_given_up_total')).toEqual([1]);
});

test('without an SDK, the router works as before', async () => {
  const stack = await startUploadStack(createOpenTelemetry());
  try {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    const { body } = await stack.call('complete', { uploads: [{ token: upload.token }] });
    expect(body.uploads[0].object.size).toBe(6 * MiB);
  } finally {
    await stack.close();
  }
});

function idOf(span: ReadableSpan): string {
  return span.spanContext().spanId;
}

function isRequest({ kind }: ReadableSpan): boolean {
  return kind === SpanKind.SERVER;
}

function file(size: number) {
  return { name: 'a', type: '', partSize: 5 * MiB, integrity: 'none', size };
}
