import type { UploadSnapshot } from '@slipway/core';
import { type MouseEvent, type ReactNode, useState } from 'react';
import type { QueueMove } from '../hooks/use-queue-order.ts';
import { canRetryHelp } from '../text/error-text.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import type { IconName } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { useOptions } from './options-context.ts';

/** The commands that a list gives to its rows. */
export interface RowCommands {
  readonly onCancel: (ids: readonly string[]) => void;
  readonly onUndo: (ids: readonly string[]) => void;
  /** Starts renaming the upload. Without an ID, stops renaming. */
  readonly onRename: (id?: string) => void;
  readonly onMove: (id: string, to: QueueMove) => void;
  readonly onRemove: (event: MouseEvent<HTMLButtonElement>, id: string) => void;
}

type Place = 'first' | 'last';

const NOTHING = { canPause: false, canResume: false, canCancel: false };

/** At most two buttons, each in a fixed place, so that a button that changes its action keeps the focus. */
export function RowActions(
  props: RowCommands & {
    readonly upload: UploadSnapshot;
    readonly name: string;
    readonly isCanceling: boolean;
    readonly isSettled: boolean;
  },
): ReactNode {
  const { upload, name, onCancel, onUndo, onRemove } = props;
  const { messages, format } = useText();
  const { copyKeys } = useOptions();
  const own = useUploader().getUpload(upload.id);
  const { id, state, actions } = upload;

  const { isCanceling } = props;
  const can = isCanceling ? NOTHING : actions;
  const retries = state.status === 'failed' && actions.canRetry && canRetryHelp(state.error);
  return (
    <>
      {can.canPause && named('first', 'pause', () => own?.pause())}
      {can.canResume && named('first', 'resume', () => own?.resume())}
      {retries && named('first', 'retry', () => own?.retry())}
      {copyKeys && state.status === 'completed' && (
        <CopyKeyButton name={name} objectKey={state.object.objectKey} />
      )}
      {isCanceling && button('last', 'undo', `${messages.undo}: ${name}`, () => onUndo([id]))}
      {props.isSettled && !isCanceling && named('last', 'remove', (event) => onRemove(event, id))}
      {!props.isSettled && can.canCancel && named('last', 'cancel', () => onCancel([id]))}
    </>
  );

  function named(
    place: Place,
    kind: 'pause' | 'resume' | 'retry' | 'cancel' | 'remove',
    onClick: (event: MouseEvent<HTMLButtonElement>) => void,
  ): ReactNode {
    const icon = kind === 'remove' ? 'cancel' : kind;
    return button(place, icon, messages[kind](name, format), onClick);
  }
}

function button(
  place: Place,
  icon: IconName,
  label: string,
  onClick: (event: MouseEvent<HTMLButtonElement>) => void,
): ReactNode {
  return <IconButton key={place} icon={icon} name={label} onClick={onClick} />;
}

/** Copies the key of a completed object. Insecure pages have no clipboard, so they have no button. */
function CopyKeyButton(props: { readonly name: string; readonly objectKey: string }): ReactNode {
  const { messages } = useText();
  const { say } = useOptions();
  const [isCopied, setCopied] = useState(false);
  if (!globalThis.navigator?.clipboard) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(props.objectKey);
    setCopied(true);
    // Screen readers read the copied key.
    say(props.objectKey);
  };
  return (
    <IconButton
      icon={isCopied ? 'check' : 'copy'}
      name={`${messages.copyKey}: ${props.name}`}
      // If the browser refuses, the icon does not change.
      onClick={() => void copy().catch(() => {})}
    />
  );
}
