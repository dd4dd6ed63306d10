import { type Meter, type Tracer, trace } from '@opentelemetry/api';
import type { ServiceObserver } from '../service/service-event.ts';
import type { Tracing } from '../tracing.ts';
import { SCOPE } from './scope.ts';
import { addSpanEvent } from './span-events.ts';
import { createTracing } from './spans.ts';
import { createUploadMetrics } from './upload-metrics.ts';

/** Options of {@link createOpenTelemetry}. */
export interface OpenTelemetryOptions {
  /** Makes the spans. @defaultValue the tracer `@slipway/server` of the SDK that the app registered */
  readonly tracer?: Tracer | undefined;
  /** Makes the metrics. @defaultValue the meter `@slipway/server` of the SDK that the app registered */
  readonly meter?: Meter | undefined;
  /**
   * Whether spans name the keys of objects, as `aws.s3.key`. Keys can contain names of files and of callers. No span has
   * tokens, presigned URLs or upload IDs.
   *
   * @defaultValue false
   */
  readonly objectKeys?: boolean | undefined;
  /** An observer of yours, called for each event too. @defaultValue none */
  readonly onEvent?: ServiceObserver | undefined;
}

/** Two options of the upload router, to be spread into the others. */
export interface OpenTelemetry {
  readonly tracing: Tracing;
  readonly onEvent: ServiceObserver;
}

/**
 * Creates the router's options `tracing` and `onEvent`, which report to OpenTelemetry. Start the SDK before the app, or
 * nothing is reported. Without an SDK, all calls do nothing.
 *
 * @example
 * app.use('/api', createUploadRouter({ s3, bucket, authorize, tokenKeys, ...createOpenTelemetry() }));
 */
export function createOpenTelemetry(options: OpenTelemetryOptions = {}): OpenTelemetry {
  const { tracer = trace.getTracer(SCOPE), objectKeys = false, onEvent } = options;
  const count = createUploadMetrics(SCOPE, options.meter);
  return {
    tracing: createTracing(tracer, { objectKeys }),
    onEvent(event) {
      count(event);
      addSpanEvent(event, { objectKeys });
      return onEvent?.(event);
    },
  };
}
