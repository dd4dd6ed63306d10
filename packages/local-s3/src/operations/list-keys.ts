import { percentEncode } from '../http/encoding.ts';
import { invalidArgument } from '../s3-error.ts';
import { compareKeys, firstIndex } from '../storage/sorted-index.ts';

/** What ListObjectsV2 and ListMultipartUploads read from the query in the same way. */
export interface ListOptions {
  readonly prefix: string;
  /** Keys that contain it after the prefix are rolled up. Empty for none. */
  readonly delimiter: string;
  /** Encodes a key for the response. `encoding-type=url` is for keys that XML cannot hold. */
  readonly encode: (key: string) => string;
}

/** Reads the options that both lists share. */
export function readListOptions(query: ReadonlyMap<string, string>): ListOptions {
  const type = query.get('encoding-type');
  if (type !== undefined && type !== 'url') {
    const message = 'Invalid Encoding Method specified in Request';
    throw invalidArgument('encoding-type', message, type);
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    encode: (key) => (type === 'url' ? percentEncode(key).replaceAll('%2F', '/') : key),
  };
}

/** Which page to cut out of a list that is sorted by key. */
export interface PageQuery {
  readonly maxKeys: number;
  /** The index of the first item after the previous page. */
  readonly from: number;
  /** The common prefix that ended the previous page. It is not listed again. */
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

/** Lists as ListObjectsV2 and ListMultipartUploads do. A key that occurs twice in a row counts twice. */
export function listKeys<T extends { readonly key: string }>(
  sorted: readonly T[],
  { prefix, delimiter }: ListOptions,
  { maxKeys, from, afterPrefix }: PageQuery,
): KeyPage<T> {
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
