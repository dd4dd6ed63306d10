import type { FileFacts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { byteLength, safeName, UNSAFE_CHARACTERS } from './safe-name.ts';
import { createTimeOrderedId } from './time-ordered-id.ts';

/** What an own {@link ObjectKeyFunction} can build on. */
export interface ObjectKeyDefaults {
  /** The key that would be taken: `prefix/tenant/id/name`. */
  readonly objectKey: string;
  /** Unique and unguessable; sorts by time, but where uploads resume on any device: it has a slash there. */
  readonly id: string;
  /** The file's name, made safe for a key. */
  readonly name: string;
}

/** Chooses the key of a file's object. The browser has no say in it. */
export type ObjectKeyFunction = (
  file: FileFacts,
  principal: Principal,
  defaults: ObjectKeyDefaults,
) => string;

/** How the owner names objects. */
export interface ObjectKeyOptions {
  /** First segments of every key, without slashes at the ends; `''` for none. @defaultValue `uploads` */
  readonly prefix?: string | undefined;
  /**
   * Chooses each object's key. The result is checked, and an impossible key fails the upload.
   *
   * @defaultValue `prefix/tenant/id/name`, without the tenant if the caller has none
   */
  readonly objectKey?: ObjectKeyFunction | undefined;
}

/** The default of {@link ObjectKeyOptions.prefix}. */
export const DEFAULT_PREFIX = 'uploads';

/** S3's limit for a key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1_024;
/** Leaves room for tenant, id and a name. */
const MAX_PREFIX_BYTES = 400;
const MAX_TENANT_BYTES = 256;
/** As much as most file systems take, so that a downloaded file can keep its name. */
const MAX_NAME_BYTES = 255;

/** How the keys below a prefix start: `uploads/`. Empty for the whole bucket. */
export function folderOf(prefix: string = DEFAULT_PREFIX): string {
  return prefix === '' ? '' : `${prefix}/`;
}

/**
 * Makes the function that names objects.
 *
 * @param options.now milliseconds since the epoch
 * @throws TypeError when the prefix cannot start a key
 */
export function createObjectKeys(
  options: ObjectKeyOptions & { readonly now: () => number },
): (file: FileFacts, principal: Principal, id?: string) => string {
  const { prefix = DEFAULT_PREFIX, objectKey, now } = options;
  const prefixFault = prefix === '' ? undefined : findKeyFault(prefix, MAX_PREFIX_BYTES);
  if (prefixFault) throw new TypeError(`The prefix ${JSON.stringify(prefix)} ${prefixFault}.`);

  return (file, principal, id = createTimeOrderedId(now())) => {
    const { tenant } = principal;
    const name = safeName(file.name, MAX_NAME_BYTES);
    const segments = [prefix, tenant === undefined ? '' : tenantSegment(tenant), id, name];
    const ownKey = segments.filter((segment) => segment !== '').join('/');
    const key = objectKey ? objectKey(file, principal, { objectKey: ownKey, id, name }) : ownKey;
    const fault = findKeyFault(key, MAX_KEY_BYTES);
    if (fault) throw new TypeError(`The object key ${JSON.stringify(key)} ${fault}.`);
    return key;
  };
}

/**
 * Says why a text cannot be a tenant, as `has a slash`; `undefined` when it can. A tenant names a folder:
 * 1 to 256 bytes of UTF-8 in Unicode normalization form C, without a slash, control or invisible
 * characters, and neither `.` nor `..`.
 *
 * The API answers 401 to a caller whose tenant has a fault. `authorize` can ask first, to say so in its
 * own words.
 */
export function findTenantFault(tenant: string): string | undefined {
  return tenant.includes('/') ? 'has a slash' : findKeyFault(tenant, MAX_TENANT_BYTES);
}

/** Two tenants must never share a folder, so an unusable name is refused, not changed into a usable one. */
function tenantSegment(tenant: string): string {
  const fault = findTenantFault(tenant);
  if (fault) throw new TypeError(`The tenant ${JSON.stringify(tenant)} ${fault}.`);
  return tenant;
}

/** Says what keeps a text from being an object key, or `undefined`. */
function findKeyFault(key: unknown, maxBytes: number): string | undefined {
  if (typeof key !== 'string') return 'is not a string';
  if (key === '') return 'is empty';
  if (byteLength(key) > maxBytes) return `is longer than ${maxBytes} bytes`;
  if (key.search(UNSAFE_CHARACTERS) !== -1) {
    return 'has control, direction or other invisible characters';
  }
  if (key.normalize('NFC') !== key) return 'is not in Unicode normalization form C';
  // URL parsers of browsers resolve dot segments: such an object could never be PUT.
  const bad = key.split('/').find((segment) => /^\.{0,2}$/.test(segment));
  return bad === undefined ? undefined : `has the segment "${bad}"`;
}
