import type { ReactNode } from 'react';
import { usePart } from './use-part.ts';

/** The most cells of the map. If a file has more parts, a cell stands for several. */
const MOST_CELLS = 200;

/** Shows which parts of a file are in the storage, on the wire, or waiting. Each part has a cell, in order. */
export function PartMap(props: {
  /** The result of `Upload.getPartMap`. */
  readonly map: string;
  readonly text: string;
}): ReactNode {
  const part = usePart();
  const cells = cellsOf(props.map);
  return (
    <div {...part('parts')}>
      <div className="slipway-part-map" role="img" aria-label={props.text}>
        {cells.map(({ place, state }) => (
          <span key={place} className="slipway-part" data-part={state} />
        ))}
      </div>
      <span aria-hidden="true">{props.text}</span>
    </div>
  );
}

interface Cell {
  readonly place: number;
  readonly state: 'there' | 'on-the-wire' | 'some' | 'waiting';
}

function cellsOf(map: string): readonly Cell[] {
  const perCell = Math.ceil(map.length / MOST_CELLS) || 1;
  return Array.from({ length: Math.ceil(map.length / perCell) }, (_, place) => {
    const parts = map.slice(place * perCell, (place + 1) * perCell);
    return { place, state: stateOf(parts) };
  });
}

/** A cell of several parts is `there` if all are there, `on-the-wire` if any is being sent, and `some` if some are there. */
function stateOf(parts: string): Cell['state'] {
  if (parts.includes('1')) return 'on-the-wire';
  if (!parts.includes('0')) return 'there';
  return parts.includes('2') ? 'some' : 'waiting';
}
