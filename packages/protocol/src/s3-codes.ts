/**
 * Whether S3's code says that other bytes arrived than were sent. Stores have many names for it: `BadDigest`,
 * `XAmzContentChecksumMismatch`, `XAmzContentSHA256Mismatch`, `Md5Mismatch`, `InvalidDigest`, and `IncompleteBody` if some are
 * missing. Sending them again helps.
 */
export function isCorruption(code = ''): boolean {
  return /(Digest|Mismatch|^IncompleteBody)$/.test(code);
}

/**
 * Whether S3's code says that the bucket is in another region than the request was signed for, or moved to another
 * endpoint. `AuthorizationQueryParametersError` is what presigned URLs get.
 */
export function isOtherRegion(code: string): boolean {
  return /^((Permanent|Temporary)Redirect|Authorization(Header|Query)|IllegalLocation)/.test(code);
}
