import { type ReactNode, useCallback } from 'react';
import type { AdminClient } from '../admin-client.ts';
import { Button } from '../parts/button.tsx';
import { format, formatUploads } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';
import { useAnswer } from '../parts/use-answer.ts';

/** The most uploads to count. Each costs a request to S3. */
const MOST_COUNTED = 500;

/** Counts on a click what unfinished uploads hold. Only S3 knows this, so the backend has no metric for it. */
export function HeldBytes({ client }: { readonly client: AdminClient }): ReactNode {
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { uploads, cursor } = await client.listUploads(
        { held: true, limit: MOST_COUNTED },
        signal,
      );
      const sizes = uploads.map(({ held }) => (held && 'size' in held ? held.size : 0));
      return {
        uploads: uploads.length,
        size: sizes.reduce((sum, size) => sum + size, 0),
        isPartial: cursor !== undefined,
      };
    },
    [client],
  );
  const { answer, error, isLoading, reload } = useAnswer(ask);
  if (error !== undefined) return <Problem error={error} onRetry={reload} />;
  return (
    <div className="slipway-held">
      <p role="status">
        {answer === undefined
          ? 'Counting unfinished uploads…'
          : `${answer.isPartial ? 'More than ' : ''}${formatUploads(answer.uploads)} unfinished, with ${answer.isPartial ? 'at least ' : ''}${format.size(answer.size)} stored.`}
      </p>
      <Button look="plain" disabled={isLoading} onClick={reload}>
        Recount
      </Button>
    </div>
  );
}
