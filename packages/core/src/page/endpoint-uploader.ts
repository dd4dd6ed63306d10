import { guardPage } from '../browser/guard-page.ts';
import { createHttpBackend } from '../browser/http-backend.ts';
import { createUploader } from '../create-uploader.ts';
import type { UploaderInstance } from '../engine/uploader.ts';
import { type Narrowing, narrowPolicy } from './narrow-policy.ts';

/** Headers for requests to the backend. A function is called for each request, because tokens expire. */
export type RequestHeaders = HeadersInit | (() => HeadersInit | Promise<HeadersInit>);

/** Options to upload to a Slipway backend. */
export interface EndpointOptions extends Narrowing {
  /** Path or URL where the backend mounts the upload router, such as `/api`. */
  readonly endpoint: string;
  /** Headers of every request to the backend (never to S3), such as `Authorization`. */
  readonly headers?: RequestHeaders | undefined;
  /** Whether requests to a backend on another origin carry cookies. @defaultValue `same-origin` */
  readonly credentials?: RequestCredentials | undefined;
  /**
   * Where the page's own origin serves the script that computes checksums, for bundlers that do not find workers.
   *
   * @defaultValue the script of the package
   */
  readonly workerUrl?: string | undefined;
}

/**
 * Creates an uploader for the backend at `endpoint`. `accept` and `maxFiles` narrow the backend's policy. Until `close`,
 * the browser asks users to confirm before they leave the page during an upload.
 */
export function createEndpointUploader(options: EndpointOptions): UploaderInstance {
  const { endpoint, credentials, workerUrl } = options;
  const backend = createHttpBackend({
    baseUrl: endpoint,
    credentials,
    // Read for each request, because the owner of the options may change them.
    get headers() {
      return options.headers;
    },
  });
  const uploader = createUploader({
    workerUrl,
    backend: {
      ...backend,
      getPolicy: async (signal) => narrowPolicy(await backend.getPolicy(signal), options),
    },
  });
  const release = guardPage(uploader);
  return {
    ...uploader,
    close() {
      release();
      uploader.close();
    },
  };
}
