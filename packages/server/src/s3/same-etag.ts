/**
 * Whether two ETags name the same bytes. Proxies make an ETag weak (`W/`), some gateways leave out the quotes of the header
 * but not those of the list, and some stores write it in upper case.
 */
export function isSameEtag(a: string, b: string | undefined): boolean {
  return b !== undefined && bare(a) === bare(b);
}

function bare(etag: string): string {
  return etag.trim().replace(/^W\//i, '').replaceAll('"', '').toLowerCase();
}
