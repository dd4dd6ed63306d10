import type { UnfinishedUpload } from '@slipway/core';
import { useCallback, useEffect, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** The result of {@link useUnfinished}. */
export interface UseUnfinishedResult {
  /** The uploads that earlier visits left unfinished, oldest first. Adding the file of an upload removes it from here. */
  readonly unfinished: readonly UnfinishedUpload[];
  /** Removes the upload from the list and deletes its parts from S3. */
  readonly discard: (upload: UnfinishedUpload) => void;
}

const NONE: readonly UnfinishedUpload[] = [];

/** Finds the uploads of earlier visits that the user can resume, once for each uploader. */
export function useUnfinished(): UseUnfinishedResult {
  const uploader = useUploader();
  const [unfinished, setUnfinished] = useState(NONE);

  useEffect(() => {
    let isWanted = true;
    uploader.getUnfinished().then(
      (found) => isWanted && found.length > 0 && setUnfinished(found),
      // If the lookup fails, nothing is offered. Choosing the file again still resumes its upload.
      () => undefined,
    );
    const stop = uploader.on('upload-added', ({ file }) =>
      setUnfinished((left) =>
        without(left, ({ name, size }) => name === file.name && size === file.size),
      ),
    );
    const forget = () => {
      isWanted = false;
      setUnfinished(NONE);
    };
    const stopForgetting = uploader.on('all-forgotten', forget);
    return () => {
      stop();
      stopForgetting();
      forget();
    };
  }, [uploader]);

  const discard = useCallback((upload: UnfinishedUpload) => {
    setUnfinished((left) => without(left, (other) => other === upload));
    void upload.discard();
  }, []);
  return { unfinished, discard };
}

/** Returns the same list if nothing is removed, so that thousands of added files cause no rendering. */
function without(
  list: readonly UnfinishedUpload[],
  isOut: (upload: UnfinishedUpload) => boolean,
): readonly UnfinishedUpload[] {
  return list.some(isOut) ? list.filter((upload) => !isOut(upload)) : list;
}
