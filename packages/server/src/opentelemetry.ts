/**
 * Spans and metrics of the backend, for OpenTelemetry. It needs `@opentelemetry/api`, and no SDK.
 *
 * @module
 */
export {
  createOpenTelemetry,
  type OpenTelemetry,
  type OpenTelemetryOptions,
} from './opentelemetry/create-open-telemetry.ts';
export { createWebhookMetrics } from './opentelemetry/webhook-metrics.ts';
export type { ServiceEvent, ServiceObserver, UploadEvent } from './service/service-event.ts';
export type { Tracing } from './tracing.ts';
export type { WebhookReport } from './webhooks/webhook-report.ts';
