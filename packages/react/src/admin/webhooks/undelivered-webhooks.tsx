import { type UndeliveredWebhook, UploadError } from '@slipway/protocol';
import { type ReactNode, useCallback, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { format } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Problem } from '../parts/problem.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { WebhookRow } from './webhook-row.tsx';

/** Few enough to render all rows. */
const LIMIT = 100;

/** What the last click on a button did. */
interface Outcome {
  readonly queued: number;
  readonly error?: unknown;
}

/** Lists the webhooks that no attempt delivered, and sends chosen ones again. */
export function UndeliveredWebhooks({ client }: { readonly client: AdminClient }): ReactNode {
  const ask = useCallback(
    (signal: AbortSignal) => client.listWebhooks({ limit: LIMIT }, signal),
    [client],
  );
  const { answer, error, isLoading, reload, replace } = useAnswer(ask);
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const { webhooks = [], hasMore = false } = answer ?? {};

  const send = async (chosen: readonly UndeliveredWebhook[]) => {
    setSending(true);
    setOutcome(undefined);
    try {
      const results = await client.sendWebhooks({ webhooks: chosen.map(({ id }) => ({ id })) });
      const queued = new Set(results.webhooks.filter((one) => one.queued).map(({ id }) => id));
      const refused = results.webhooks.find((one) => one.error)?.error;
      setOutcome({ queued: queued.size, error: refused && new Error(refused.message) });
      replace({ webhooks: webhooks.filter(({ id }) => !queued.has(id)), hasMore });
      // Shows the ones behind the limit.
      if (hasMore) reload();
    } catch (error) {
      setOutcome({ queued: 0, error });
    }
    setSending(false);
  };

  const isOff = UploadError.is(error) && error.code === 'not-found';
  return (
    <Panel
      title="Undelivered webhooks"
      lead="The receiver accepted no attempt. The backend keeps them for 30 days."
      actions={
        <>
          <Button onClick={reload}>Reload</Button>
          {webhooks.length > 1 && (
            <Button look="main" disabled={isSending} onClick={() => void send(webhooks)}>
              Send all again
            </Button>
          )}
        </>
      }
    >
      {error !== undefined && !isOff && <Problem error={error} onRetry={reload} />}
      {isOff && <p className="slipway-empty">{error.message}</p>}
      {outcome?.error !== undefined && <Problem error={outcome.error} />}
      {answer && webhooks.length === 0 && !isLoading && (
        <p className="slipway-empty">Every webhook was delivered, or is still being sent.</p>
      )}
      {webhooks.length > 0 && <Table {...{ webhooks, isSending, send }} />}
      <p className="slipway-foot" role="status" hidden={!answer}>
        {outcome && outcome.queued > 0 ? sentAgain(outcome.queued) : summary(webhooks, hasMore)}
      </p>
    </Panel>
  );
}

function Table(props: {
  readonly webhooks: readonly UndeliveredWebhook[];
  readonly isSending: boolean;
  readonly send: (webhooks: readonly UndeliveredWebhook[]) => Promise<void>;
}): ReactNode {
  const { webhooks, isSending, send } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
    <section className="slipway-scroll" aria-label="Webhooks" tabIndex={0}>
      <table className="slipway-webhooks" aria-label="Undelivered webhooks">
        <thead>
          <tr>
            <th scope="col">Object</th>
            <th scope="col">Event</th>
            <th scope="col">Last attempt</th>
            <th scope="col">
              <span className="slipway-live">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {webhooks.map((webhook) => (
            <WebhookRow
              key={webhook.id}
              webhook={webhook}
              isDisabled={isSending}
              onSend={() => void send([webhook])}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function count(n: number): string {
  return format.plural(n, { one: '{n} webhook', other: '{n} webhooks' });
}

function sentAgain(n: number): string {
  return `${count(n)} queued. Those that fail all attempts again come back here.`;
}

function summary({ length }: readonly unknown[], hasMore: boolean): string {
  if (length === 0) return '';
  return hasMore ? `The oldest ${count(length)}. Send these to see the next ones.` : count(length);
}
