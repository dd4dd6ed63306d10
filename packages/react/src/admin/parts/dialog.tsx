import { type ReactNode, useEffect, useId, useRef } from 'react';

/**
 * A modal dialog, open while it is rendered. The browser traps the focus, restores it afterwards, and closes the dialog
 * on Escape.
 */
export function Dialog(props: {
  readonly title: string;
  readonly children: ReactNode;
  /** The buttons at the end. */
  readonly actions: ReactNode;
  readonly onClose: () => void;
  /** Whether work is in progress. Escape then does not close the dialog. */
  readonly isBusy?: boolean | undefined;
}): ReactNode {
  const { title, children, actions, onClose, isBusy = false } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="slipway-dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!isBusy) onClose();
      }}
    >
      <h3 id={id} className="slipway-dialog-title">
        {title}
      </h3>
      <div className="slipway-dialog-body">{children}</div>
      <div className="slipway-dialog-actions">{actions}</div>
    </dialog>
  );
}
