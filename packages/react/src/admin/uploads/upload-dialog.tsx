import type { AdminUpload, UploadPartsResponse } from '@slipway/protocol';
import { type ReactNode, useCallback } from 'react';
import { PartMap } from '../../widget/part-map.tsx';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { format, formatMoment, formatParts } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';
import { useAnswer } from '../parts/use-answer.ts';

/** Shows the details of one unfinished upload, with a map of its parts. */
export function UploadDialog(props: {
  readonly client: AdminClient;
  readonly upload: AdminUpload;
  readonly onClose: () => void;
  readonly onAbort: () => void;
}): ReactNode {
  const { client, upload, onClose, onAbort } = props;
  const ask = useCallback(
    (signal: AbortSignal) => client.showParts(upload, signal),
    [client, upload],
  );
  const { answer, error, reload } = useAnswer(ask);
  const { objectKey, uploadId, owner, initiatedAt, ageSeconds } = upload;
  const keptUntil = answer?.keptUntil ?? upload.keptUntil;
  return (
    <Dialog
      title="Unfinished upload"
      onClose={onClose}
      actions={
        <>
          <CopyButton text={objectKey} what="key" />
          <Button look="danger" onClick={onAbort}>
            Abort…
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <Facts
        facts={[
          ['Key', <bdi key="key">{objectKey}</bdi>],
          ['Owner', owner],
          ['Started', `${formatMoment(initiatedAt)}, ${format.duration(ageSeconds * 1_000)} ago`],
          ['Stored', answer && describeHeld(answer)],
          ['Part checksums', answer?.integrity],
          ['Storage class', upload.storageClass],
          ['Expires', keptUntil ? formatMoment(keptUntil) : 'Never (no lifecycle rule)'],
          ['Upload ID', <code key="id">{uploadId}</code>],
        ]}
      />
      {answer && answer.partCount > 0 && (
        <PartMap map={mapOf(answer)} text={`${formatParts(answer.partCount)} in the bucket`} />
      )}
      {error !== undefined && <Problem error={error} onRetry={reload} />}
    </Dialog>
  );
}

/** `24 MB of 1 GB, in 3 parts`. */
function describeHeld({ partCount, size, expectedSize }: UploadPartsResponse): string {
  const whole = expectedSize === undefined ? '' : ` of ${format.size(expectedSize)}`;
  return `${format.size(size)}${whole}, in ${formatParts(partCount)}`;
}

/** A character for each part, in the format of the widget's part map: `2` exists, `0` does not. */
function mapOf({ parts, size, expectedSize = size }: UploadPartsResponse): string {
  const numbers = new Set(parts.map(({ partNumber }) => partNumber));
  // S3 does not know the plan. The missing parts are taken to be as large as the largest one.
  const partSize = Math.max(1, ...parts.map((part) => part.size));
  const missing = Math.ceil((expectedSize - size) / partSize);
  const count = Math.max(...numbers, parts.length + missing);
  return Array.from({ length: count }, (_, i) => (numbers.has(i + 1) ? '2' : '0')).join('');
}
