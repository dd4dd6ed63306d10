import type { RenderDetails, RenderZone } from '@slipway/react';

/** A page's own drop zone content. */
export const renderZone: RenderZone = ({ isOver }) => (
  <span className="scene-zone">
    <strong>{isOver ? 'Let go' : 'Add your photos'}</strong>
    <span>Everyone in the album gets to see them.</span>
  </span>
);

/** A page's additions to a file's row. */
export const renderDetails: RenderDetails = ({ name, state }) =>
  state.status === 'completed' ? (
    <a className="scene-details" href="#slots">{`Open ${name}`}</a>
  ) : (
    <span className="scene-details">Album: Summer by the sea</span>
  );
