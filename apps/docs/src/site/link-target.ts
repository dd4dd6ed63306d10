import { posix } from 'node:path';
import { addressOf } from './site-pages.ts';

const OUTSIDE = /^(?:[a-z][a-z\d+.-]*:|#)/i;

/**
 * Where a relative link of a page leads on the site.
 *
 * @param from the page's path from the repository's root
 * @param href the link as the page has it
 * @param repository where a file of the repository is shown, such as `https://host/owner/slipway/blob/main`
 * @returns the new link. `undefined`: the target is not on the site, and no repository is known, so show only the text.
 */
export function linkTarget(from: string, href: string, repository?: string): string | undefined {
  if (OUTSIDE.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const path = posix.join(posix.dirname(from), decodeURI(file)).replace(/\/$/, '');
  const hash = anchor === undefined || anchor === 'readme' ? '' : `#${anchor}`;
  const address = addressOf(path) ?? addressOf(posix.join(path, 'README.md'));
  if (address !== undefined) return `/${address}${hash}`;
  return repository && `${repository.replace(/\/$/, '')}/${path}${hash}`;
}
