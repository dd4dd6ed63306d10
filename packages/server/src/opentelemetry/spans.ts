import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { UploadError } from '@slipway/protocol';
import type { RequestTrace, TracedRequest, TracedWork, Tracing } from '../tracing.ts';
import { describeFailure, NOT_FOUND } from './describe-failure.ts';
import type { SpanContent } from './span-events.ts';

/** Creates the tracing of a router. */
export function createTracing(tracer: Tracer, content: SpanContent): Tracing {
  return {
    startRequest: (request) => startRequest(tracer, request),
    traceWork: (work, call) => traceWork(tracer, content, work, call),
    detach: (work) => context.with(ROOT_CONTEXT, work),
  };
}

const HEADERS: TextMapGetter<TracedRequest> = {
  get: ({ header }, name) => header(name.toLowerCase()),
  // Propagators look for the names that they know.
  keys: () => [],
};

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Continues the page's trace. If an HTTP instrumentation has done so already, its span is active and becomes the parent.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
function startRequest(tracer: Tracer, request: TracedRequest): RequestTrace {
  const { route, requestId } = request;
  const method = METHODS.has(request.method) ? request.method : '_OTHER';
  const active = context.active();
  const isInstrumented = trace.getSpan(active) !== undefined;
  const parent = isInstrumented ? active : propagation.extract(active, request, HEADERS);
  const attributes: Attributes = { 'http.request.method': method, 'slipway.request.id': requestId };
  if (route !== undefined) attributes['http.route'] = route.slice(route.indexOf(' ') + 1);
  const kind = isInstrumented ? SpanKind.INTERNAL : SpanKind.SERVER;
  const name = route ?? (method === '_OTHER' ? 'HTTP' : method);
  const span = tracer.startSpan(name, { kind, attributes }, parent);
  const spanContext = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(spanContext, work),
    end({ status, codes }) {
      if (status > 0) span.setAttribute('http.response.status_code', status);
      if (codes.length > 0) span.setAttribute('slipway.error.codes', [...new Set(codes)]);
      // Mistakes of callers are no errors of a server.
      if (status >= 500) markFailed(span, codes[0] ?? String(status));
      span.end();
    },
  };
}

async function traceWork<Result>(
  tracer: Tracer,
  content: SpanContent,
  work: TracedWork,
  call: () => Promise<Result>,
): Promise<Result> {
  const { name, ...options } = describeWork(work, content);
  const span = tracer.startSpan(name, options);
  try {
    return await context.with(trace.setSpan(context.active(), span), call);
  } catch (error) {
    const { type, attributes } = describeFailure(error);
    span.setAttributes(attributes);
    if (isAnswer(error, work, attributes)) span.setAttribute('error.type', type);
    else markFailed(span, type);
    throw error;
  } finally {
    span.end();
  }
}

/** Whether the error is an answer with which the service goes on, and no failure. */
function isAnswer(error: unknown, { kind }: TracedWork, attributes: Attributes): boolean {
  // A hook refuses an upload or a caller.
  if (kind === 'hook') return UploadError.is(error) && error.status > 0 && error.status < 500;
  // S3 says that the upload has ended, or that there is no object yet.
  return attributes['http.response.status_code'] === NOT_FOUND;
}

/** @see https://opentelemetry.io/docs/specs/semconv/cloud-providers/aws-sdk/ */
function describeWork(work: TracedWork, { objectKeys }: SpanContent) {
  const attributes: Attributes = {};
  if (work.kind === 's3-call') {
    const { Bucket: bucket, Key: key } = work.input as { Bucket?: string; Key?: string };
    Object.assign(attributes, {
      'rpc.system': 'aws-api',
      'rpc.service': 'S3',
      'rpc.method': work.operation,
      ...(bucket !== undefined && { 'aws.s3.bucket': bucket }),
      ...(objectKeys && key !== undefined && { 'aws.s3.key': key }),
    });
    return { name: `S3.${work.operation}`, kind: SpanKind.CLIENT, attributes };
  }
  if (work.kind === 'task') {
    return { name: `slipway.${work.name}`, kind: SpanKind.INTERNAL, attributes };
  }
  const { name, upload } = work;
  attributes['slipway.hook.name'] = name;
  if (upload) {
    attributes['slipway.upload.id'] = upload.id;
    attributes['slipway.upload.size'] = upload.file.size;
    attributes['slipway.part.count'] = upload.partCount;
    if (objectKeys) attributes['aws.s3.key'] = upload.objectKey;
  }
  return { name: `slipway.${name}`, kind: SpanKind.INTERNAL, attributes };
}

/** Without a message: messages of errors can contain names of files, and they are in the log. */
function markFailed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
