import { compareKeys, firstIndex } from '../storage/sorted-index.ts';

/** How to cut a page out of what is sorted by key. */
export interface ListQuery {
  readonly prefix: string;
  /** Keys that have it behind the prefix are rolled up; empty for none. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Where in the list the page before ended: the index of what follows it. */
  readonly from: number;
  /** The common prefix that the page before ended with, not to be listed again. */
  readonly afterPrefix: string | undefined;
}

/** One page: items and common prefixes together count towards its size. */
export interface KeyPage<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or common prefix on the page. */
  readonly last: string | undefined;
}

/** Lists as ListObjectsV2 and ListMultipartUploads do. A key that comes twice in a row counts twice. */
export function listKeys<T extends { readonly key: string }>(
  sorted: readonly T[],
  query: ListQuery,
): KeyPage<T> {
  const { prefix, delimiter, maxKeys, from, afterPrefix } = query;
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  const begin = firstIndex(sorted, ({ key }) => compareKeys(key, prefix) >= 0);
  for (let i = Math.max(begin, from); i < sorted.length; i++) {
    const item = sorted[i] as T;
    const { key } = item;
    if (!key.startsWith(prefix)) break;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const rolledUp = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (
      rolledUp !== undefined &&
      (rolledUp === afterPrefix || rolledUp === commonPrefixes.at(-1))
    ) {
      continue;
    }
    if (items.length + commonPrefixes.length === maxKeys) {
      return { items, commonPrefixes, truncated: maxKeys > 0, last };
    }
    last = rolledUp ?? key;
    if (rolledUp === undefined) items.push(item);
    else commonPrefixes.push(rolledUp);
  }
  return { items, commonPrefixes, truncated: false, last };
}
