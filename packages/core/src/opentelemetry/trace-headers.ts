import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

/**
 * Sets the W3C trace context, and never baggage, which may contain anything. Written here, so that it works with any
 * propagator of the page and with none.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function setTraceHeaders(headers: Headers, spanContext: SpanContext): void {
  if (!isSpanContextValid(spanContext)) return;
  const { traceId, spanId, traceFlags, traceState } = spanContext;
  const flags = traceFlags.toString(16).padStart(2, '0');
  headers.set('traceparent', `00-${traceId}-${spanId}-${flags}`);
  const state = traceState?.serialize();
  if (state) headers.set('tracestate', state);
}
