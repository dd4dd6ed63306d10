import type { UnfinishedUpload } from '@slipway/core';
import { useCallback, useEffect, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** What {@link useUnfinished} gives. */
export interface UseUnfinishedResult {
  /** What earlier visits began and did not finish, oldest first. One whose file is added is gone from here. */
  readonly unfinished: readonly UnfinishedUpload[];
  /** Takes it off, and has S3 drop what it holds of it. */
  readonly discard: (upload: UnfinishedUpload) => void;
}

const NONE: readonly UnfinishedUpload[] = [];

/** What can be gone on with from earlier visits; looked up once for each uploader. */
export function useUnfinished(): UseUnfinishedResult {
  const uploader = useUploader();
  const [unfinished, setUnfinished] = useState(NONE);

  useEffect(() => {
    let isWanted = true;
    uploader.getUnfinished().then(
      (found) => isWanted && found.length > 0 && setUnfinished(found),
      // What cannot be looked up cannot be offered; choosing the file again goes on with it all the same.
      () => undefined,
    );
    const stop = uploader.on('upload-added', ({ file }) =>
      setUnfinished((left) =>
        without(left, ({ name, size }) => name === file.name && size === file.size),
      ),
    );
    return () => {
      isWanted = false;
      stop();
      setUnfinished(NONE);
    };
  }, [uploader]);

  const discard = useCallback((upload: UnfinishedUpload) => {
    setUnfinished((left) => without(left, (other) => other === upload));
    void upload.discard();
  }, []);
  return { unfinished, discard };
}

/** The same list where nothing is taken out, so that thousands of added files cost no rendering. */
function without(
  list: readonly UnfinishedUpload[],
  isOut: (upload: UnfinishedUpload) => boolean,
): readonly UnfinishedUpload[] {
  return list.some(isOut) ? list.filter((upload) => !isOut(upload)) : list;
}
