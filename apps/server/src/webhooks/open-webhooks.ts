import {
  createWebhooks,
  type SharedStore,
  type WebhookReport,
  type Webhooks,
} from '@slipway/server/express';
import type { Config } from '../config/config.ts';
import { describeError } from '../log/describe-error.ts';
import type { Log } from '../log/log.ts';

/** The webhooks of the configuration. `undefined` if it has none. */
export function openWebhooks(
  { webhooks: { url, secrets }, limits }: Pick<Config, 'webhooks' | 'limits'>,
  store: SharedStore,
  log: Log,
  onReport: (report: WebhookReport) => void,
): Webhooks | undefined {
  if (url === undefined || secrets === undefined) return undefined;
  if (limits.redisUrl === undefined) {
    log.warn(
      'Without REDIS_URL, webhooks that are not delivered yet are lost when the backend ends.',
    );
  }
  const write = createWebhookLog(log);
  return createWebhooks({
    url,
    secrets,
    store,
    onReport(report) {
      write(report);
      onReport(report);
    },
  });
}

/** Logs the first failure and the next success. A receiver that is down for hours would fill the log otherwise. */
function createWebhookLog(log: Log): (report: WebhookReport) => void {
  let isFailing = false;
  return (report) => {
    switch (report.type) {
      case 'outbox-failed':
        log.error({ failures: [describeError(report.error)] }, 'webhooks wait for the store');
        break;
      case 'webhook-delivered':
        if (isFailing) log.info('webhooks are delivered again');
        isFailing = false;
        break;
      case 'webhook-failed':
        log[isFailing ? 'debug' : 'warn'](report, 'webhook failed');
        isFailing = true;
        break;
      case 'webhook-given-up':
        log.error(report, 'webhook given up');
        break;
    }
  };
}
