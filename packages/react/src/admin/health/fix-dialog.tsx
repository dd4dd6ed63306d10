import type { DoctorFix, DoctorReport } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';

const WHAT_IT_DOES = {
  cors: 'Adds a rule for uploads to the bucket’s CORS rules. Those that are there stay.',
  lifecycle:
    'Adds a rule to the bucket’s lifecycle that aborts unfinished uploads. Those that are there stay.',
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
            Leave them
          </Button>
          <Button look="main" disabled={isBusy} onClick={() => void apply()}>
            {isBusy ? 'Fixing…' : 'Fix'}
          </Button>
        </>
      }
    >
      <p>{WHAT_IT_DOES[fix]}</p>
      {json && (
        <>
          <p>The bucket’s rules will then be:</p>
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
