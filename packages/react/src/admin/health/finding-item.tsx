import type { DoctorFix, Finding } from '@slipway/protocol';
import type { ReactNode } from 'react';
import { Icon } from '../../widget/icon.tsx';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';

/** One problem: what is wrong, why it matters, and how to fix it. */
export function FindingItem(props: {
  readonly finding: Finding;
  readonly onFix: (fix: DoctorFix) => void;
}): ReactNode {
  const { status, summary, reason, remedy } = props.finding;
  const { fix, json, command } = remedy ?? {};
  return (
    <li className="slipway-finding" data-status={status}>
      <Icon name="alert" />
      <div>
        <p className="slipway-finding-summary">
          <span className="slipway-finding-status">
            {status === 'problem' ? 'Problem' : 'Warning'}
          </span>{' '}
          {summary}
        </p>
        {reason && <p>{reason}</p>}
        {remedy && <p className="slipway-soft">{remedy.text}</p>}
        {json && <Source text={JSON.stringify(json, null, 2)} what="JSON" />}
        {command && <Source text={command} what="command" />}
        {fix && (
          <Button look="main" onClick={() => props.onFix(fix)}>
            Fix…
          </Button>
        )}
      </div>
    </li>
  );
}

function Source({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  return (
    <details className="slipway-source">
      <summary>Show {what}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={what} />
    </details>
  );
}
