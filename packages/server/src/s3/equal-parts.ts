/** Hosts of stores that complete an upload only if all of its parts, but the last, have one size. */
const EQUAL_PARTS_HOST = /\.r2\.cloudflarestorage\.com$/;

/**
 * Whether a store with these origins wants parts of one size. AWS and most others take any size from 5 MiB.
 *
 * @see https://developers.cloudflare.com/r2/objects/multipart-objects/#limitations
 */
export function wantsEqualParts(origins: readonly string[]): boolean {
  return origins.some((origin) => EQUAL_PARTS_HOST.test(new URL(origin).hostname));
}
