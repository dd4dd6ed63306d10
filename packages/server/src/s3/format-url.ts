/** The fields of a signed request that {@link formatUrl} reads. */
export interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
}

/** The request's URL. Its query has the order and the escapes that the signature covers. */
export function formatUrl(request: SignedRequest): string {
  return `${formatAddress(request)}?${formatQuery(request)}`;
}

/** The URL without its query. */
export function formatAddress({ protocol, hostname, port, path }: SignedRequest): string {
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return `${protocol}//${host}${path}`;
}

/** The query alone. */
export function formatQuery({ query = {} }: SignedRequest): string {
  const pairs = Object.keys(query)
    .sort()
    .flatMap((name) => {
      const value = query[name] ?? '';
      const values = typeof value === 'string' ? [value] : value;
      return values.map((one) => `${escapeUri(name)}=${escapeUri(one)}`);
    });
  return pairs.join('&');
}

/** RFC 3986, which escapes five characters more than `encodeURIComponent`. */
export function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
