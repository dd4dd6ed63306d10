import { UploadError, type UploadFilter } from '@slipway/protocol';
import { folderOf, type ObjectKeyOptions } from './object-key.ts';

/** Returns the tenant of a key, or `undefined` if the key has none. */
export type KeyOwnerFunction = (objectKey: string) => string | undefined;

/** How the backend finds the owner of an object. */
export interface KeyOwnerOptions {
  /**
   * Returns the tenant that owns an object, from its key. Only the admin routes call it, and only with your own
   * `objectKey`.
   *
   * @defaultValue the tenant of `prefix/tenant/id/name`, or none with your own `objectKey`
   */
  readonly keyOwner?: KeyOwnerFunction | undefined;
}

/** The layout of keys. */
export interface KeySpaceOptions
  extends Pick<ObjectKeyOptions, 'prefix' | 'keyLayout'>,
    KeyOwnerOptions {
  /** Whether the owner has an own `objectKey` function. */
  readonly hasOwnKeys: boolean;
}

/** The keys that admins may see, and their owners. */
export interface KeySpace {
  /**
   * The prefix of the keys that match a filter. `undefined` if no key can match.
   *
   * @throws UploadError `forbidden` if the filter leaves the owner's prefix
   */
  prefixOf(filter: Pick<UploadFilter, 'prefix' | 'owner'>): string | undefined;
  /** Whether a key matches a filter's owner. The prefix alone cannot always tell. */
  fits(objectKey: string, filter: Pick<UploadFilter, 'owner'>): boolean;
  ownerOf: KeyOwnerFunction;
  /** @throws UploadError `forbidden` for a key outside the owner's prefix */
  assertInside(objectKey: string): void;
}

/** Creates the key space under the owner's prefix. */
export function createKeySpace(options: KeySpaceOptions): KeySpace {
  const { prefix, keyLayout, hasOwnKeys, keyOwner } = options;
  const root = folderOf(prefix);
  const isDefault = keyOwner === undefined && !hasOwnKeys;
  const ownerOf =
    keyOwner ??
    ((key: string) =>
      isDefault && key.startsWith(root) ? tenantOf(key.slice(root.length), keyLayout) : undefined);
  return {
    ownerOf,
    prefixOf({ prefix: wanted = '', owner }) {
      const asked = narrower(root, wanted);
      if (asked === undefined) throw outside(root);
      // If tenants have no folders, `fits` compares the owner of each key.
      return isDefault && owner !== undefined ? narrower(asked, `${root}${owner}/`) : asked;
    },
    fits: (key, { owner }) => owner === undefined || ownerOf(key) === owner,
    assertInside(key) {
      if (!key.startsWith(root)) throw outside(root);
    },
  };
}

/** The longer of two prefixes, if it starts with the other. `undefined` if no key has both. */
function narrower(one: string, other: string): string | undefined {
  if (one.startsWith(other)) return one;
  return other.startsWith(one) ? other : undefined;
}

/**
 * `tenant/id/name`, or `id/name` without a tenant. A resumable upload has a folder before its longer id. With `keepFolders`, the
 * folders of the user come before the name.
 */
const OWN_KEY = /^(?:([^/]+)\/)?(?:[\da-z]{26}\/[\da-z]{33}|[\da-z]{26})\/.+$/s;

/** `tenant/xx/id/name`, or `xx/id/name` without a tenant. The folder `xx` is named by the end of the id. */
const SPREAD_KEY = /^(?:([^/]+)\/)?([\da-z]{2})\/[\da-z]{24}\2\/.+$/s;

/**
 * The tenant in a key of either layout, because an owner can change it. `xx/id/name` fits both: the tenant can have the name of
 * the folder. Then the present layout decides.
 */
function tenantOf(key: string, layout: ObjectKeyOptions['keyLayout']): string | undefined {
  const inOrder = layout === 'spread' ? [SPREAD_KEY, OWN_KEY] : [OWN_KEY, SPREAD_KEY];
  const form = inOrder.find((one) => one.test(key));
  return form?.exec(key)?.[1];
}

function outside(root: string): UploadError {
  return new UploadError('forbidden', {
    message: `Only keys that start with "${root}" are visible here.`,
  });
}
