import type { ReactNode } from 'react';
import { useText } from '../text/text-context.ts';
import type { Detail } from '../text/upload-text.ts';

/** Facts in a line, set apart by dots that are not read out and vanish where the line breaks. */
export function Details({ details }: { readonly details: readonly Detail[] }): ReactNode {
  const { messages } = useText();
  return (
    <span className="slipway-details">
      <span className="slipway-details-line">
        {details.map(({ name, text }) => (
          <span key={name} className="slipway-detail" data-detail={name}>
            {/* Left to itself, a sentence would take the direction of the unit that it happens to begin with. */}
            <bdi dir={messages.direction}>{text}</bdi>
          </span>
        ))}
      </span>
    </span>
  );
}
