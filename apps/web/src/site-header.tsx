import type { ReactNode } from 'react';

const PAGES = [
  { path: '/', name: 'Upload page' },
  { path: '/drop-in', name: 'Drop-in' },
  { path: '/admin/', name: 'Admin' },
  { path: '/gallery/', name: 'Gallery' },
] as const;

/** Brand and the way to the other pages. */
export function SiteHeader({ page }: { readonly page: (typeof PAGES)[number]['path'] }): ReactNode {
  return (
    <header className="site-header">
      <div className="site-bar">
        <a className="brand" href="/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Slipway
        </a>
        <nav className="site-nav" aria-label="Pages">
          {PAGES.map(({ path, name }) => (
            <a key={path} href={path} aria-current={path === page ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      </div>
    </header>
  );
}
