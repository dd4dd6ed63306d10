import { ROOT_CONTEXT, type SpanContext, type Tracer, trace } from '@opentelemetry/api';
import type { UploadSpan } from './upload-span.ts';

/**
 * Returns the trace context of a request that serves some uploads. If it is one upload, the request continues its trace. A
 * request for several has a span of its own with links to them, because no single one caused it. If the spans of these
 * uploads have one parent, it is the parent of that span too.
 *
 * @see https://opentelemetry.io/docs/concepts/signals/traces/#span-links
 */
export function startRequestContext(
  tracer: Tracer,
  served: readonly UploadSpan[],
): SpanContext | undefined {
  const [first] = served;
  if (!first) return undefined;
  if (served.length === 1) return first.spanContext;
  const parents = new Set(served.map(({ parent }) => trace.getSpanContext(parent)?.spanId));
  const links = served.map(({ spanContext }) => ({ context: spanContext }));
  const attributes = { 'slipway.batch.size': served.length };
  const parent = parents.size === 1 ? first.parent : ROOT_CONTEXT;
  const span = tracer.startSpan('slipway.request', { links, attributes }, parent);
  const context = span.spanContext();
  for (const { addLink } of served) addLink(context);
  // The page learns neither when its response arrives nor how it ends.
  span.end();
  return context;
}
