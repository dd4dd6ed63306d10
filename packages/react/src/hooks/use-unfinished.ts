import { followUnfinished, type UnfinishedList, type UnfinishedUpload } from '@slipway/core';
import { useCallback, useEffect, useRef, useState } from 'react';
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

  const list = useRef<UnfinishedList>(undefined);
  useEffect(() => {
    list.current = followUnfinished(uploader, setUnfinished);
    return list.current.stop;
  }, [uploader]);

  const discard = useCallback((upload: UnfinishedUpload) => list.current?.discard(upload), []);
  return { unfinished, discard };
}
