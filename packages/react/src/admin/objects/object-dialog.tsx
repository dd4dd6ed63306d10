import type { FinishedObject } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { format, formatMoment } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';
import { DownloadButton } from './download-button.tsx';
import { describeChecksum, describeLock, detailsOf } from './object-facts.ts';

/** All that S3 keeps with one object, and what can be done with it. */
export function ObjectDialog(props: {
  readonly client: AdminClient;
  readonly object: FinishedObject;
  readonly onClose: () => void;
  readonly onDelete: () => void;
}): ReactNode {
  const { client, object, onClose, onDelete } = props;
  const [error, setError] = useState<unknown>();
  const { objectKey, owner, size, etag, modifiedAt, storageClass } = object;
  const details = detailsOf(object);
  const [openedAt] = useState(() => Date.now());
  const lock = details && describeLock(details, openedAt);
  return (
    <Dialog
      title="Object"
      onClose={onClose}
      actions={
        <>
          <CopyButton text={objectKey} what="key" />
          <DownloadButton client={client} objectKey={objectKey} onError={setError} />
          <Button look="danger" disabled={lock !== undefined} onClick={onDelete}>
            Delete…
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <Facts
        facts={[
          ['Key', <bdi key="key">{objectKey}</bdi>],
          ['Owner', owner],
          ['Size', `${format.size(size)} (${format.count(size)} bytes)`],
          ['Stored', formatMoment(modifiedAt)],
          ['Type', details?.contentType],
          ['Checksum', details && describeChecksum(details)],
          ['Checksum value', details?.checksum && <code key="sum">{details.checksum.value}</code>],
          ['Storage class', storageClass],
          ['Encryption', details && (details.encryption ?? 'None that S3 tells of')],
          ['KMS key', details?.kmsKeyId],
          ['Lock', details && (lock ?? 'None')],
          ['ETag', <code key="etag">{etag}</code>],
          ...Object.entries(details?.metadata ?? {}).map(
            ([name, value]) => [`Metadata: ${name}`, value] as const,
          ),
        ]}
      />
      {error !== undefined && <Problem error={error} />}
    </Dialog>
  );
}
