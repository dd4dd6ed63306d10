import { createHttpBackend, createUploader, guardPage, type Uploader } from '@slipway/core';
import { type Narrowing, narrowPolicy } from '../files/narrow-policy.ts';

/** Headers for requests to the backend; a function is asked each time, because tokens expire. */
export type RequestHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** All that is needed to upload to a Slipway backend. */
export interface EndpointOptions extends Narrowing {
  /** Where the backend's upload router is mounted, `/api` for example. */
  readonly endpoint: string;
  /** Sent with every request to the backend (never to S3), `Authorization` for example. */
  readonly headers?: RequestHeaders | undefined;
  /** Whether cookies go to a backend on another origin. @defaultValue `same-origin` */
  readonly credentials?: RequestCredentials | undefined;
}

/**
 * An uploader for the backend at `endpoint`, whose policy is narrowed to `accept` and `maxFiles`. Leaving the page in
 * mid-upload has to be confirmed, until it is closed.
 */
export function createEndpointUploader(options: EndpointOptions): Uploader {
  const { endpoint, headers, credentials } = options;
  const backend = createHttpBackend({
    baseUrl: endpoint,
    ...(headers && { headers }),
    ...(credentials && { credentials }),
  });
  const uploader = createUploader({
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
