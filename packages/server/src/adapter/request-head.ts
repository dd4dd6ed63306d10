import { randomUUID } from 'node:crypto';

/** The header of a request's ID, in requests from a proxy and in all responses. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** The IDs that a proxy may choose. Other characters could forge lines in a log. */
const SAFE = /^[\w.:-]{1,128}$/;

/** Returns the ID that a proxy chose, or a new one. */
export function chooseRequestId(given: string | null | undefined): string {
  return typeof given === 'string' && SAFE.test(given) ? given : randomUUID();
}

/**
 * Returns the query of a GET as a plain object, for a schema to check. A repeated name becomes a list, which the
 * schemas refuse.
 */
export function readQuery(query: URLSearchParams): Readonly<Record<string, unknown>> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
