import { type Meter, metrics } from '@opentelemetry/api';
import type { WebhookReport } from '../webhooks/webhook-report.ts';
import { SCOPE } from './scope.ts';

/**
 * Creates an `onReport` for `createWebhooks`, which counts attempts under the names of the backend's Prometheus metrics. Start
 * the SDK before the first webhook is sent. Without an SDK, all calls do nothing.
 *
 * @param options.meter makes the metrics. By default, the meter `@slipway/server` of the SDK that the app registered
 * @example
 * const webhooks = createWebhooks({ url, secrets, store, onReport: createWebhookMetrics() });
 */
export function createWebhookMetrics(
  options: { readonly meter?: Meter | undefined } = {},
): (report: WebhookReport) => void {
  let counters: ReturnType<typeof createCounters> | undefined;
  return ({ type }) => {
    if (type === 'outbox-failed') return;
    // Not earlier: a meter from before the SDK was registered never reports.
    counters ??= createCounters(options.meter ?? metrics.getMeter(SCOPE));
    counters.attempts.add(1);
    if (type !== 'webhook-delivered') counters.failures.add(1);
    if (type === 'webhook-given-up') counters.givenUp.add(1);
  };
}

function createCounters(meter: Meter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { unit, description });
  return {
    attempts: counter('slipway_webhook_attempts_total', '{attempt}', 'Attempts to send a webhook.'),
    failures: counter(
      'slipway_webhook_failures_total',
      '{attempt}',
      'Attempts to send a webhook that failed.',
    ),
    givenUp: counter(
      'slipway_webhooks_given_up_total',
      '{webhook}',
      'Webhooks whose last attempt failed.',
    ),
  };
}
