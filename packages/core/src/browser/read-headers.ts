/**
 * Reads what a page gave as headers. `new Headers` alone ignores objects in which it finds nothing, and turns `undefined`
 * and nested objects into text.
 *
 * @throws TypeError when they are neither `Headers` nor pairs nor a record of strings
 */
export function readHeaders(given: HeadersInit | null | undefined): Headers {
  given ??= {};
  const isList = Symbol.iterator in Object(given);
  const isRecord = String(given) === '[object Object]';
  const values = isList ? [...(given as Iterable<unknown>)].flat() : Object.values(given);
  if ((isList || isRecord) && values.every((value) => typeof value === 'string')) {
    return new Headers(given);
  }
  throw new TypeError('headers must be Headers, pairs or a record of strings.');
}
