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
