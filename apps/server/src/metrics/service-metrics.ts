import type { ServiceEvent, WebhookReport } from '@slipway/server/express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The metrics of one backend. */
export interface ServiceMetrics {
  readonly registry: Registry;
  /** Counts events of the upload service. */
  onEvent(event: ServiceEvent): void;
  /** Counts what the sender of webhooks did. */
  readonly onWebhook: (report: WebhookReport) => void;
}

/** Buckets in seconds, from a presign with a warm cache to a Complete of 10,000 parts. */
const DURATION_BUCKETS_SECONDS = [
  0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60,
];

/**
 * Creates the metrics, together with those of the process (memory, CPU, event loop). Labels have few values, whatever
 * callers send: a route is one of the service's or `other`, a status is its class, a code is one of the protocol's.
 *
 * @see https://prometheus.io/docs/practices/naming/
 */
export function createServiceMetrics(): ServiceMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers: [registry] });

  const created = counter('slipway_uploads_created_total', 'Uploads created.');
  const createdBytes = counter(
    'slipway_bytes_created_total',
    'Bytes of the files of uploads created.',
  );
  const presigned = counter('slipway_parts_presigned_total', 'Presigned URLs made.');
  const completed = counter('slipway_uploads_completed_total', 'Uploads proven complete.');
  const completedBytes = counter(
    'slipway_bytes_completed_total',
    'Bytes of the objects proven complete.',
  );
  const aborted = counter('slipway_uploads_aborted_total', 'Uploads aborted.');
  const errors = counter(
    'slipway_errors_total',
    'Failures answered, of requests or of items in them.',
    ['code'],
  );
  const webhookAttempts = counter('slipway_webhook_attempts_total', 'Attempts to send a webhook.');
  const webhookFailures = counter(
    'slipway_webhook_failures_total',
    'Attempts to send a webhook that failed.',
  );
  const webhooksGivenUp = counter(
    'slipway_webhooks_given_up_total',
    'Webhooks that failed in their last attempt.',
  );
  const durations = new Histogram({
    name: 'slipway_request_duration_seconds',
    help: 'From the arrival of a request to its response. Status 0xx: the caller disconnected before.',
    labelNames: ['route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  });

  return {
    registry,
    onWebhook({ type }) {
      if (type === 'outbox-failed') return;
      webhookAttempts.inc();
      if (type !== 'webhook-delivered') webhookFailures.inc();
      if (type === 'webhook-given-up') webhooksGivenUp.inc();
    },
    onEvent(event) {
      switch (event.type) {
        case 'upload-created':
          created.inc();
          createdBytes.inc(event.size);
          break;
        case 'parts-presigned':
          presigned.inc(event.partCount);
          break;
        case 'upload-completed':
          completed.inc();
          completedBytes.inc(event.size);
          break;
        case 'upload-aborted':
          aborted.inc();
          break;
        case 'request-answered': {
          for (const code of event.codes) errors.inc({ code });
          const status = `${Math.floor(event.status / 100)}xx`;
          durations.observe({ route: event.route ?? 'other', status }, event.durationMs / 1_000);
          break;
        }
      }
    },
  };
}
