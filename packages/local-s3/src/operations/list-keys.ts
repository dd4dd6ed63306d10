import { compareKeys } from '../storage/sorted-index.ts';

/** How to cut a page out of sorted keys. */
export interface ListQuery {
  readonly prefix: string;
  /** Keys that have it behind the prefix are rolled up; empty for none. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Whether a key lies behind the page before. */
  readonly isAfter: (key: string) => boolean;
  /** The common prefix that the page before ended with, not to be listed again. */
  readonly afterPrefix: string | undefined;
}

/** One page: keys and common prefixes together count towards its size. */
export interface KeyPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly truncated: boolean;
  /** The last key or common prefix on the page. */
  readonly last: string | undefined;
}

/** Lists as ListObjectsV2 and ListMultipartUploads do. A key that comes twice in a row counts twice. */
export function listKeys(sortedKeys: readonly string[], query: ListQuery): KeyPage {
  const { prefix, delimiter, maxKeys, isAfter, afterPrefix } = query;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  for (let i = firstAtOrAfter(sortedKeys, prefix); i < sortedKeys.length; i++) {
    const key = sortedKeys[i] ?? '';
    if (!key.startsWith(prefix)) break;
    if (!isAfter(key)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const rolledUp = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    if (
      rolledUp !== undefined &&
      (rolledUp === afterPrefix || rolledUp === commonPrefixes.at(-1))
    ) {
      continue;
    }
    if (keys.length + commonPrefixes.length === maxKeys) {
      return { keys, commonPrefixes, truncated: maxKeys > 0, last };
    }
    last = rolledUp ?? key;
    if (rolledUp === undefined) keys.push(key);
    else commonPrefixes.push(rolledUp);
  }
  return { keys, commonPrefixes, truncated: false, last };
}

function firstAtOrAfter(sortedKeys: readonly string[], prefix: string): number {
  let low = 0;
  let high = sortedKeys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(sortedKeys[middle] ?? '', prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
