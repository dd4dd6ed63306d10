import type { ReactNode } from 'react';
import { useText } from '../text/text-context.ts';
import type { Detail } from '../text/upload-text.ts';

/** Facts in a line, separated by dots. Screen readers skip the dots, and line breaks hide them. */
export function Details({ details }: { readonly details: readonly Detail[] }): ReactNode {
  const { messages } = useText();
  return (
    <span className="slipway-details">
      <span className="slipway-details-line">
        {details.map(({ name, text }) => (
          <span key={name} className="slipway-detail" data-detail={name}>
            {/* Without a direction, a text would take the direction of the unit that it starts with. */}
            <bdi dir={messages.direction}>{text}</bdi>
          </span>
        ))}
      </span>
    </span>
  );
}
