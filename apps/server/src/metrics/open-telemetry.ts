import {
  createOpenTelemetry,
  createWebhookMetrics,
  type OpenTelemetry,
  type WebhookReport,
} from '@slipway/server/opentelemetry';
import type { Log } from '../log/log.ts';

/** Where the API of OpenTelemetry finds the SDK, whichever copy of the API registered it. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

/** What reports to OpenTelemetry. */
export interface Telemetry extends OpenTelemetry {
  readonly onWebhook: (report: WebhookReport) => void;
}

/**
 * Spans and metrics for the OpenTelemetry SDK that Node loaded before the backend, by `--import`. Without an SDK there is
 * nothing to report to. If the environment names a collector all the same, the log says how to load one.
 */
export function findOpenTelemetry(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: NodeJS.ProcessEnv,
  log: Log,
): Telemetry | undefined {
  if (REGISTERED in globalThis) {
    return { ...createOpenTelemetry(), onWebhook: createWebhookMetrics() };
  }
  if (endpoint) {
    log.warn(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but no OpenTelemetry SDK is loaded. Start Node with --import @opentelemetry/auto-instrumentations-node/register.',
    );
  }
  return undefined;
}
