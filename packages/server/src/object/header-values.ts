/** Tags as the header `x-amz-tagging` carries them: a URL query. */
export function taggingHeader(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** An encryption context as its header carries it: base64 of JSON. */
export function encryptionContextHeader(context: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(context), 'utf8').toString('base64');
}

/** The encryption context that such a header carries; `undefined` for none, and for what is no context. */
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

/** Whether a value is a map of texts. */
export function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
