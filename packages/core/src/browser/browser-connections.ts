import type { PageConnections } from '../ports/page-connections.ts';

declare global {
  /** Copies of this library on one page share the browser's connections, too. */
  var slipwayConnections1: PageConnections | undefined;
}

/** The connections of this page. */
export function browserConnections(): PageConnections {
  globalThis.slipwayConnections1 ??= { users: new Set() };
  return globalThis.slipwayConnections1;
}
