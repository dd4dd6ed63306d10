/**
 * Serves a handler of Fetch API requests with Node's `http`, and so with Koa, Fastify, Nest and Connect.
 *
 * @module
 */
export { closeUnreadRequests } from './node/close-unread.ts';
export { incomingOf } from './node/incoming-request.ts';
export {
  type FetchHandler,
  type NodeHandler,
  type NodeHandlerOptions,
  toNodeHandler,
} from './node/node-handler.ts';
export { refuseAmbiguousTargets } from './node/refuse-ambiguous.ts';
