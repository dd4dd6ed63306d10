import type { UndeliveredWebhook } from '@slipway/protocol';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { format, formatMoment } from '../parts/format.ts';
import { KeyText } from '../parts/key-text.tsx';

/** One undelivered webhook: what it is about, why it failed, and a button. */
export function WebhookRow(props: {
  readonly webhook: UndeliveredWebhook;
  readonly isDisabled: boolean;
  readonly onSend: () => void;
}): ReactNode {
  const { webhook, isDisabled, onSend } = props;
  const { objectKey, type, reason, attempts, givenUpAt } = webhook;
  return (
    <tr>
      <th scope="row">
        <KeyText objectKey={objectKey} />
      </th>
      <td>
        <code>{type}</code>
      </td>
      <td>
        {reason}{' '}
        <span className="slipway-soft">
          {format.plural(attempts, { one: '{n} attempt', other: '{n} attempts' })}, the last on{' '}
          <time dateTime={givenUpAt}>{formatMoment(givenUpAt)}</time>
        </span>
      </td>
      <td>
        <Button label={`Send ${type} of ${objectKey} again`} disabled={isDisabled} onClick={onSend}>
          Send again
        </Button>
      </td>
    </tr>
  );
}
