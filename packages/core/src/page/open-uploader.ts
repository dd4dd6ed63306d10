import { hasDocument } from '../browser/has-document.ts';
import type { UploaderInstance } from '../engine/uploader.ts';
import { createEndpointUploader, type EndpointOptions } from './endpoint-uploader.ts';
import { idleUploader } from './idle-uploader.ts';

/** An uploader that the page owns, or the backend for which a component creates one. */
export type UploaderSource =
  | ({ readonly uploader?: undefined } & EndpointOptions)
  | ({ readonly uploader: UploaderInstance } & {
      readonly [K in keyof EndpointOptions]?: undefined;
    });

/** The result of {@link openUploader}. */
export interface OpenedUploader {
  readonly uploader: UploaderInstance;
  /** Closes an uploader that was created. One that the page owns stays open. */
  readonly close: () => void;
}

/**
 * The uploader of a component: the given one, or a new one for `endpoint`. On a server, where no component takes files, it
 * is a placeholder. Bindings for frameworks use this.
 */
export function openUploader(source: UploaderSource): OpenedUploader {
  if (source.uploader) return { uploader: source.uploader, close: () => undefined };
  if (!hasDocument()) return { uploader: idleUploader, close: () => undefined };
  const uploader = createEndpointUploader(source);
  return { uploader, close: uploader.close };
}
