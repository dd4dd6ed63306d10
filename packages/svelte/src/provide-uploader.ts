import { openUploader, type UploaderInstance, type UploaderSource } from '@slipway/core';
import { getContext, onDestroy, setContext } from 'svelte';

const UPLOADER = Symbol('Slipway uploader');

/**
 * Provides this component and its children with an uploader: the given one, or a new one for `endpoint`. A new one is
 * closed when the component is destroyed. The user can resume its unfinished uploads later. While a server renders the
 * page, the uploader is a placeholder without uploads. Call it while the component initializes.
 */
export function provideUploader(source: UploaderSource): UploaderInstance {
  const { uploader, close } = openUploader(source);
  onDestroy(close);
  return setContext(UPLOADER, uploader);
}

/** The uploader of this component or of the nearest one above it. @throws Error when none has provided one */
export function useUploader(): UploaderInstance {
  const uploader = getContext<UploaderInstance | undefined>(UPLOADER);
  if (uploader) return uploader;
  throw new Error("Call provideUploader({ endpoint: '/api' }) in this component or in one above.");
}
