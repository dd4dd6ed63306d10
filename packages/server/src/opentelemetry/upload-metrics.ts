import { type Meter, metrics } from '@opentelemetry/api';
import type { ServiceEvent } from '../service/service-event.ts';

/** Buckets in seconds, from a presign with a warm cache to a Complete of 10,000 parts. */
const DURATION_BUCKETS_SECONDS = [
  0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60,
];

/**
 * Counts events under the names of the backend's Prometheus metrics, so that dashboards work with both. Attributes have few
 * values, whatever callers send.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
 */
export function createUploadMetrics(
  scope: string,
  meter?: Meter | undefined,
): (event: ServiceEvent) => void {
  let instruments: ReturnType<typeof createInstruments> | undefined;
  return (event) => {
    // Not earlier: unlike a tracer, a meter from before the SDK was registered never reports.
    instruments ??= createInstruments(meter ?? metrics.getMeter(scope));
    const { created, createdBytes, presigned, completed, completedBytes, aborted } = instruments;
    switch (event.type) {
      case 'upload-created':
        created.add(1);
        createdBytes.add(event.size);
        break;
      case 'parts-presigned':
        presigned.add(event.partCount);
        break;
      case 'upload-completed':
        completed.add(1);
        completedBytes.add(event.size);
        break;
      case 'upload-aborted':
        aborted.add(1);
        break;
      case 'request-answered': {
        for (const code of event.codes) instruments.errors.add(1, { code });
        const status = `${Math.floor(event.status / 100)}xx`;
        const route = event.route ?? 'other';
        instruments.durations.record(event.durationMs / 1_000, { route, status });
      }
    }
  };
}

function createInstruments(meter: Meter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { unit, description });
  return {
    created: counter('slipway_uploads_created_total', '{upload}', 'Uploads created.'),
    createdBytes: counter(
      'slipway_bytes_created_total',
      'By',
      'Bytes of the files of uploads created.',
    ),
    presigned: counter('slipway_parts_presigned_total', '{url}', 'Presigned URLs made.'),
    completed: counter('slipway_uploads_completed_total', '{upload}', 'Uploads proven complete.'),
    completedBytes: counter(
      'slipway_bytes_completed_total',
      'By',
      'Bytes of the objects proven complete.',
    ),
    aborted: counter('slipway_uploads_aborted_total', '{upload}', 'Uploads aborted.'),
    errors: counter(
      'slipway_errors_total',
      '{error}',
      'Failures answered, of requests or of items in them.',
    ),
    durations: meter.createHistogram('slipway_request_duration_seconds', {
      unit: 's',
      description:
        'From the arrival of a request to its response. Status 0xx: the caller disconnected before.',
      advice: { explicitBucketBoundaries: DURATION_BUCKETS_SECONDS },
    }),
  };
}
