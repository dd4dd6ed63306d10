import type { ReactNode } from 'react';
import type { QueueMove } from '../hooks/use-queue-order.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { usePart } from './use-part.ts';

/** The actions of a waiting file: rename it, or move it in the queue. */
export function QueueActions(props: {
  readonly id: string;
  readonly name: string;
  readonly onRename: (id: string) => void;
  readonly onMove: (id: string, to: QueueMove) => void;
}): ReactNode {
  const part = usePart();
  const { id, name, onRename, onMove } = props;
  const { queue } = useText().messages;
  const { uploads } = useUploader().getSnapshot();
  const isAlone = uploads.filter(({ actions }) => actions.canRename).length < 2;
  return (
    <span {...part('queue')}>
      {button('rename', () => onRename(id))}
      {!isAlone && (
        <>
          {button('up', () => onMove(id, 'up'))}
          {button('down', () => onMove(id, 'down'))}
          {button('first', () => onMove(id, 'first'))}
        </>
      )}
    </span>
  );

  function button(action: 'rename' | QueueMove, onClick: () => void): ReactNode {
    return (
      <button
        type="button"
        {...part('button')}
        aria-label={`${queue[action]}: ${name}`}
        onClick={onClick}
      >
        {queue[action]}
      </button>
    );
  }
}
