import type { UploaderInstance } from '@slipway/core';
import { createContext, useContext } from 'react';

/** Holds the uploader that {@link useUploader} finds. Use `<UploaderProvider>`, unless every byte counts. */
export const UploaderContext = createContext<UploaderInstance | undefined>(undefined);

/** The uploader of the nearest {@link UploaderProvider}. @throws when there is none. */
export function useUploader(): UploaderInstance {
  const uploader = useContext(UploaderContext);
  if (uploader) return uploader;
  throw new Error(
    'Wrap this in <UploaderProvider endpoint="/api">, or give <Uploader> an endpoint.',
  );
}

/** Uploaders that stand in for one until a component mounts. They accept no files. */
export const placeholders = new WeakSet<UploaderInstance>();
