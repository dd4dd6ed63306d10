import type { FinishedObject } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { format } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';

/** Asks for confirmation before it deletes an object. */
export function DeleteDialog(props: {
  readonly client: AdminClient;
  readonly object: FinishedObject;
  readonly onClose: (isDeleted: boolean) => void;
}): ReactNode {
  const { client, object, onClose } = props;
  const { objectKey, size } = object;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const remove = async () => {
    setBusy(true);
    try {
      const { objects } = await client.deleteObjects({ objects: [{ objectKey }] });
      const refused = objects.find((one) => one.error)?.error;
      if (!refused) return onClose(true);
      setError(new Error(refused.message));
    } catch (error) {
      setError(error);
    }
    setBusy(false);
  };
  return (
    <Dialog
      title="Delete this object?"
      onClose={() => onClose(false)}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={() => onClose(false)}>
            Cancel
          </Button>
          <Button look="danger" disabled={isBusy} onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <p className="slipway-wrap">
        <bdi>{objectKey}</bdi>
      </p>
      <p>
        <strong>{format.size(size)}</strong> will be permanently deleted, unless the bucket keeps
        versions.
      </p>
      {error !== undefined && <Problem error={error} />}
    </Dialog>
  );
}
