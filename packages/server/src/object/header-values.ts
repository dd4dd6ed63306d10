/** Formats tags as a URL query for the header `x-amz-tagging`. */
export function taggingHeader(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Formats an encryption context for its header: base64 of JSON. */
export function encryptionContextHeader(context: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(context), 'utf8').toString('base64');
}

/** Reads an encryption context from its header. `undefined` without a header, or if the header is invalid. */
export function readEncryptionContext(
  header: string | undefined,
): Readonly<Record<string, string>> | undefined {
  if (header === undefined) return undefined;
  try {
    const context: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'));
    return isTexts(context) ? context : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object whose values are all strings. */
export function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
