import type { RequestListener } from 'node:http';
import express from 'express';
import {
  createUploadRouter,
  refuseAmbiguousTargets,
  type UploadRouterOptions,
} from '../src/express.ts';
import { createUploadHandler, type UploadHandlerOptions } from '../src/fetch.ts';
import { toNodeHandler } from '../src/node.ts';

export type Adapter = 'Express' | 'Fetch API';

/** The adapters that run the same tests. The runs with other versions of Express leave out the others. */
export const ADAPTERS: readonly Adapter[] = (['Express', 'Fetch API'] as const).filter(
  (name) => (process.env.SLIPWAY_TEST_ADAPTERS ?? name) === name,
);

type Authorize = (request: {
  readonly headers: unknown;
}) => ReturnType<UploadRouterOptions['authorize']>;

/** Router options in the form that every adapter accepts. `authorize` reads only headers. */
export interface CommonOptions extends Omit<UploadRouterOptions, 'authorize' | 'authorizeAdmin'> {
  readonly authorize: Authorize;
  readonly authorizeAdmin?: Authorize | undefined;
  /** Only for the Fetch handler. Express knows the address itself. */
  readonly addressOf?: UploadHandlerOptions['addressOf'];
}

/** Serves the API under `/api` with one of the adapters, for an HTTP server of Node. */
export function listenerOf(adapter: Adapter, options: CommonOptions): RequestListener {
  if (adapter === 'Express') {
    const app = express();
    // As in apps/server. The app compares the path at which it mounts the router.
    app.enable('case sensitive routing').use(refuseAmbiguousTargets);
    app.use('/api', createUploadRouter(options));
    return app;
  }
  return toNodeHandler(createUploadHandler({ ...options, basePath: '/api' }));
}
