import { type ReactNode, useState } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';

/** Has a download presigned at the moment it is wanted, and begins it: such a URL is short-lived. */
export function DownloadButton(props: {
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
      if (url === undefined) throw new Error('The object is gone.');
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
