import { type FileFacts, UploadError } from '@slipway/protocol';
import { hasLookalikes, type Principal } from '../principal.ts';
import { byteLength, hasUnsafeCharacters, safeName } from './safe-name.ts';
import { createTimeOrderedId } from './time-ordered-id.ts';

/** Values that your own {@link ObjectKeyFunction} can use. */
export interface ObjectKeyDefaults {
  /**
   * The default key: `prefix/tenant/id/name`, or with `keyLayout: 'spread'` `prefix/tenant/xx/id/name`. With `keepFolders` the
   * file's path takes the place of its name.
   */
  readonly objectKey: string;
  /**
   * Unique and unguessable. Sorts by time. With resuming on any device it has a slash and sorts only within its
   * folder.
   */
  readonly id: string;
  /** The file's name, made safe for a key. */
  readonly name: string;
}

/** Chooses the key of a file's object. The browser cannot influence it. */
export type ObjectKeyFunction = (
  file: FileFacts,
  principal: Principal,
  defaults: ObjectKeyDefaults,
) => string;

/** How the owner names objects. */
export interface ObjectKeyOptions {
  /** First segments of every key, without slashes at the ends. `''` for none. @defaultValue `uploads` */
  readonly prefix?: string | undefined;
  /**
   * How default keys are ordered below the tenant. `by-time`: by the time of their creation. `spread`: over 1,024 folders of
   * equal size, named by two random characters. S3 takes about 3,500 writes per second of neighboring keys before it answers
   * 503. Keys by time are always neighbors, so use `spread` if you expect more. With resuming on any device keys are spread
   * anyway.
   *
   * @defaultValue `by-time`
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
   */
  readonly keyLayout?: 'by-time' | 'spread' | undefined;
  /**
   * Whether default keys keep the folders that users drop or browse: `Summer/beach/a.jpg` gets the key
   * `prefix/tenant/id/Summer/beach/a.jpg` instead of `prefix/tenant/id/a.jpg`. Each file still has an id of its own, so files of
   * one folder do not share a prefix. If they should, use `objectKey` and `file.relativePath`. A key of more than 1,024 bytes fails
   * with `invalid-request`.
   *
   * @defaultValue false
   */
  readonly keepFolders?: boolean | undefined;
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
/** Leaves room for the tenant, the id and a name. */
const MAX_PREFIX_BYTES = 400;
const MAX_TENANT_BYTES = 256;
/** The limit of most file systems, so that a downloaded file can keep its name. */
export const MAX_NAME_BYTES = 255;

/** The start of all keys under a prefix, such as `uploads/`. Empty for the whole bucket. */
export function folderOf(prefix: string = DEFAULT_PREFIX): string {
  return prefix === '' ? '' : `${prefix}/`;
}

/**
 * Creates the function that chooses the key of each object.
 *
 * @param options.now milliseconds since the epoch
 * @throws TypeError if the prefix cannot start a key
 */
export function createObjectKeys(
  options: ObjectKeyOptions & { readonly now: () => number },
): (file: FileFacts, principal: Principal, id?: string) => string {
  const { prefix = DEFAULT_PREFIX, keyLayout = 'by-time', objectKey, now } = options;
  const { keepFolders = false } = options;
  const prefixFault = prefix === '' ? undefined : findKeyFault(prefix, MAX_PREFIX_BYTES);
  if (prefixFault) throw new TypeError(`The prefix ${JSON.stringify(prefix)} ${prefixFault}.`);

  return (file, principal, id = createTimeOrderedId(now())) => {
    const { tenant } = principal;
    const name = safeName(file.name, MAX_NAME_BYTES);
    const folder = keyLayout === 'spread' && !id.includes('/') ? id.slice(-2) : '';
    const path = (keepFolders && file.relativePath) || name;
    const segments = [prefix, tenant === undefined ? '' : tenantSegment(tenant), folder, id, path];
    const ownKey = segments.filter((segment) => segment !== '').join('/');
    if (!objectKey && byteLength(ownKey) > MAX_KEY_BYTES) throw pathTooLong();
    const key = objectKey ? objectKey(file, principal, { objectKey: ownKey, id, name }) : ownKey;
    const fault = findKeyFault(key, MAX_KEY_BYTES);
    if (fault) throw new TypeError(`The object key ${JSON.stringify(key)} ${fault}.`);
    return key;
  };
}

function pathTooLong(): UploadError {
  return new UploadError('invalid-request', {
    message: `The file is too deep in its folder: its object key would have more than ${MAX_KEY_BYTES} bytes. Upload a folder further down.`,
    limit: MAX_KEY_BYTES,
  });
}

/**
 * Explains why a text cannot be a tenant, such as `has a slash`, or returns `undefined`. A tenant names a folder: 1
 * to 256 bytes of UTF-8 in Unicode normalization form C, without a slash, control or invisible characters, blanks
 * other than spaces between words, and neither `.` nor `..`.
 *
 * The API responds with 401 if the caller's tenant has a fault. Call this in `authorize` to send your own message.
 */
export function findTenantFault(tenant: string): string | undefined {
  if (tenant.includes('/')) return 'has a slash';
  const fault = findKeyFault(tenant, MAX_TENANT_BYTES);
  if (fault) return fault;
  return hasLookalikes(tenant)
    ? 'has blanks that look like nothing or like other blanks'
    : undefined;
}

/** Throws for an invalid tenant instead of cleaning it up: two tenants must never share a folder. */
function tenantSegment(tenant: string): string {
  const fault = findTenantFault(tenant);
  if (fault) throw new TypeError(`The tenant ${JSON.stringify(tenant)} ${fault}.`);
  return tenant;
}

/** Explains why a text cannot be an object key, or returns `undefined`. */
function findKeyFault(key: unknown, maxBytes: number): string | undefined {
  if (typeof key !== 'string') return 'is not a string';
  if (key === '') return 'is empty';
  if (byteLength(key) > maxBytes) return `is longer than ${maxBytes} bytes`;
  if (hasUnsafeCharacters(key)) {
    return 'has control, direction or other invisible characters';
  }
  if (key.normalize('NFC') !== key) return 'is not in Unicode normalization form C';
  // Browsers resolve dot segments in URLs, so they could never PUT such an object.
  const bad = key.split('/').find((segment) => /^\.{0,2}$/.test(segment));
  return bad === undefined ? undefined : `has the segment "${bad}"`;
}
