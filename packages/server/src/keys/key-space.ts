import { UploadError, type UploadFilter } from '@slipway/protocol';
import { folderOf, type ObjectKeyOptions } from './object-key.ts';

/** Says which tenant a key belongs to, where it says so. */
export type KeyOwnerFunction = (objectKey: string) => string | undefined;

/** How the owner tells whose an object is. */
export interface KeyOwnerOptions {
  /**
   * Returns the tenant that owns an object, from its key. Only the admin routes call it, and only with your own
   * `objectKey`.
   *
   * @defaultValue the tenant of `prefix/tenant/id/name`; none with your own `objectKey`
   */
  readonly keyOwner?: KeyOwnerFunction | undefined;
}

/** How keys are laid out. */
export interface KeySpaceOptions extends Pick<ObjectKeyOptions, 'prefix'>, KeyOwnerOptions {
  /** Whether the owner names keys with a function. */
  readonly hasOwnKeys: boolean;
}

/** The keys that admins may see, and whose they are. */
export interface KeySpace {
  /**
   * What keys begin with that fit a filter; `undefined` when no key can.
   *
   * @throws UploadError `forbidden` when the filter asks for keys that are not the owner's
   */
  prefixOf(filter: Pick<UploadFilter, 'prefix' | 'owner'>): string | undefined;
  /** Whether a key fits a filter's owner: not always a matter of how it begins. */
  fits(objectKey: string, filter: Pick<UploadFilter, 'owner'>): boolean;
  ownerOf: KeyOwnerFunction;
  /** @throws UploadError `forbidden` for a key that is not the owner's */
  assertInside(objectKey: string): void;
}

/** Lays out the keys below the owner's prefix. */
export function createKeySpace({ prefix, hasOwnKeys, keyOwner }: KeySpaceOptions): KeySpace {
  const root = folderOf(prefix);
  const isDefault = keyOwner === undefined && !hasOwnKeys;
  const ownerOf = keyOwner ?? ((key: string) => (isDefault ? tenantOf(key, root) : undefined));
  return {
    ownerOf,
    prefixOf({ prefix: wanted = '', owner }) {
      const asked = narrower(root, wanted);
      if (asked === undefined) throw outside(root);
      // Without a tenant's folder to look into, the owner is compared key by key.
      return isDefault && owner !== undefined ? narrower(asked, `${root}${owner}/`) : asked;
    },
    fits: (key, { owner }) => owner === undefined || ownerOf(key) === owner,
    assertInside(key) {
      if (!key.startsWith(root)) throw outside(root);
    },
  };
}

/** What begins with both; `undefined` when nothing can. */
function narrower(one: string, other: string): string | undefined {
  if (one.startsWith(other)) return one;
  return other.startsWith(one) ? other : undefined;
}

/** `tenant/id/name`, without the tenant where there is none; a resumable upload has a folder before its longer id. */
const OWN_KEY = /^(?:([^/]+)\/)?(?:[\da-z]{26}\/[\da-z]{33}|[\da-z]{26})\/[^/]+$/;

function tenantOf(objectKey: string, root: string): string | undefined {
  return objectKey.startsWith(root) ? OWN_KEY.exec(objectKey.slice(root.length))?.[1] : undefined;
}

function outside(root: string): UploadError {
  return new UploadError('forbidden', {
    message: `Only keys that begin with "${root}" can be seen here.`,
  });
}
