import type { FinishedObject } from '@slipway/protocol';
import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Facts } from '../parts/facts.tsx';
import { format, formatMoment } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';
import { describeChecksum, describeLock, detailsOf } from './object-facts.ts';

/** Shows everything that S3 stores with one object, and its actions. */
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
          ['Uploaded', formatMoment(modifiedAt)],
          ['Type', details?.contentType],
          ['Checksum', details && describeChecksum(details)],
          ['Checksum value', details?.checksum && <code key="sum">{details.checksum.value}</code>],
          ['Storage class', storageClass],
          ['Encryption', details && (details.encryption ?? 'Not reported')],
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

/** Requests a presigned URL on a click and starts the download. The URL expires soon, so it is not requested earlier. */
function DownloadButton(props: {
  readonly client: AdminClient;
  readonly objectKey: string;
  readonly onError: (error: unknown) => void;
}): ReactNode {
  const { client, objectKey, onError } = props;
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const { objects } = await client.listObjects({ prefix: objectKey, limit: 1, download: true });
      const url = objects.find((object) => object.objectKey === objectKey)?.download?.url;
      if (url === undefined) throw new Error('This object no longer exists.');
      const link = document.createElement('a');
      link.href = url;
      link.rel = 'noreferrer';
      link.click();
    } catch (error) {
      onError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      look="plain"
      disabled={isBusy}
      label={`Download ${objectKey}`}
      onClick={() => void download()}
    >
      Download
    </Button>
  );
}
