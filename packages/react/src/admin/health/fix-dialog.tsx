import type { DoctorFix, DoctorReport } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';

const WHAT_IT_DOES = {
  cors: 'Adds a CORS rule for uploads. Existing rules are kept.',
  lifecycle: 'Adds a lifecycle rule that aborts unfinished uploads. Existing rules are kept.',
} as const satisfies Record<DoctorFix, string>;

/** Shows the change to the bucket, asks for confirmation, and applies it. */
export function FixDialog(props: {
  readonly client: AdminClient;
  readonly fix: DoctorFix;
  readonly origin: string | undefined;
  readonly json: object | undefined;
  /** Receives the new report after a fix. */
  readonly onClose: (report?: DoctorReport) => void;
}): ReactNode {
  const { client, fix, origin, json, onClose } = props;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const apply = async () => {
    setBusy(true);
    try {
      onClose(await client.examineBucket({ fix: [fix], origin }));
    } catch (error) {
      setError(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={fix === 'cors' ? 'Change the CORS rules?' : 'Change the lifecycle rules?'}
      onClose={() => onClose()}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={() => onClose()}>
            Cancel
          </Button>
          <Button look="main" disabled={isBusy} onClick={() => void apply()}>
            {isBusy ? 'Applying…' : 'Apply'}
          </Button>
        </>
      }
    >
      <p>{WHAT_IT_DOES[fix]}</p>
      {json && (
        <>
          <p>The bucket’s rules after the change:</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable. */}
          <pre className="slipway-pre" tabIndex={0}>
            <code>{JSON.stringify(json, null, 2)}</code>
          </pre>
        </>
      )}
      {error !== undefined && <Problem error={error} />}
    </Dialog>
  );
}
