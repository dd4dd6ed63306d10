import type { ReactNode } from 'react';
import type { Detail } from '../text/upload-text.ts';

/** Facts in a line, set apart by dots that are not read out and vanish where the line breaks. */
export function Details({ details }: { readonly details: readonly Detail[] }): ReactNode {
  return (
    <span className="slipway-details">
      <span className="slipway-details-line">
        {details.map(({ name, text }) => (
          <span key={name} className="slipway-detail" data-detail={name}>
            <bdi>{text}</bdi>
          </span>
        ))}
      </span>
    </span>
  );
}
