import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** One measured point of a metric. */
interface Point {
  readonly attributes: object;
  readonly value: unknown;
}

/** The SDK of OpenTelemetry, which keeps what it gets. Close it: the context manager belongs to the process. */
export function startTelemetry() {
  const exported = new InMemorySpanExporter();
  const spans = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exported)] });
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    tracer: spans.getTracer('test'),
    meter: meters.getMeter('test'),
    /** The spans that have ended. */
    spans: (): ReadableSpan[] => exported.getFinishedSpans(),
    /** The points of each metric. */
    async points(): Promise<Record<string, readonly Point[]>> {
      measured.reset();
      await reader.forceFlush();
      const metrics = measured
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
      return Object.fromEntries(
        metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]),
      );
    },
    async close() {
      context.disable();
      propagation.disable();
      await spans.shutdown();
      await meters.shutdown();
    },
  };
}
