import { DestroyRef, type FactoryProvider, InjectionToken, inject } from '@angular/core';
import { openUploader, type UploaderInstance, type UploaderSource } from '@slipway/core';

const UPLOADER = new InjectionToken<UploaderInstance>('Slipway uploader');

/**
 * Provides an uploader: the given one, or a new one for `endpoint`. In the `providers` of a component, a new one is closed
 * with the component. In those of the application, it lives as long as the page. The user can resume its unfinished uploads
 * later. While a server renders the page, the uploader is a placeholder without uploads.
 *
 * @param source a function is called when the uploader is created, and may call `inject`
 */
export function provideUploader(source: UploaderSource | (() => UploaderSource)): FactoryProvider {
  return {
    provide: UPLOADER,
    useFactory() {
      const { uploader, close } = openUploader(typeof source === 'function' ? source() : source);
      inject(DestroyRef).onDestroy(close);
      return uploader;
    },
  };
}

/** The uploader of the nearest {@link provideUploader}. @throws Error when there is none */
export function injectUploader(): UploaderInstance {
  const uploader = inject(UPLOADER, { optional: true });
  if (uploader) return uploader;
  throw new Error(
    "Add provideUploader({ endpoint: '/api' }) to the providers of this component or of the application.",
  );
}
