import type { ConfigurationEntry } from '@slipway/protocol';
import { Fragment, type ReactNode, useCallback, useState } from 'react';
import type { AdminClient } from './admin-client.ts';
import { Panel } from './parts/panel.tsx';
import { Problem } from './parts/problem.tsx';
import { useAnswer } from './parts/use-answer.ts';

/** Shows the backend's configuration: set values and defaults. Of secrets it shows only whether they are set. */
export function Configuration({ client }: { readonly client: AdminClient }): ReactNode {
  const ask = useCallback((signal: AbortSignal) => client.showConfiguration(signal), [client]);
  const { answer, error, reload } = useAnswer(ask);
  const [isSetOnly, setSetOnly] = useState(false);
  const entries = (answer?.entries ?? []).filter(({ isSet }) => isSet || !isSetOnly);
  return (
    <Panel
      title="Configuration"
      lead="The settings the backend runs with. Secrets are never shown."
    >
      <label className="slipway-check">
        <input
          type="checkbox"
          checked={isSetOnly}
          onChange={({ target }) => setSetOnly(target.checked)}
        />
        Changed settings only
      </label>
      {error !== undefined && <Problem error={error} onRetry={reload} />}
      {answer && entries.length === 0 && <p className="slipway-empty">Using defaults.</p>}
      {entries.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
        <section className="slipway-scroll" aria-label="Settings" tabIndex={0}>
          <table className="slipway-settings">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Value</th>
                <th scope="col">Meaning</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.name} data-set={entry.isSet}>
                  <th scope="row">
                    <code>{entry.name}</code>
                  </th>
                  <td>
                    <Value entry={entry} />
                  </td>
                  <td>
                    <InlineCode text={entry.meaning} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}

function Value({
  entry: { isSecret, isSet, value },
}: {
  readonly entry: ConfigurationEntry;
}): ReactNode {
  if (isSecret && isSet) return '•••••• (set)';
  if (isSet) return <code>{value}</code>;
  return <span className="slipway-soft">{value ? <InlineCode text={value} /> : 'Not set'}</span>;
}

/** Renders text between backticks as code. */
function InlineCode({ text }: { readonly text: string }): ReactNode {
  let at = 0;
  return text.split('`').map((piece, i) => {
    // Pieces can have the same text, so their offset is the key.
    const key = at;
    at += piece.length + 1;
    return i % 2 === 1 ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>;
  });
}
