import type { ReactNode } from 'react';

const PAGES = [
  { path: '/upload/', name: 'Upload' },
  { path: '/drop-in', name: 'Drop-in' },
  { path: '/admin/', name: 'Admin' },
  { path: '/gallery/', name: 'Gallery' },
] as const;

type Path = '/' | (typeof PAGES)[number]['path'];

/** The brand, links to the other pages, and the signed-in caller. */
export function SiteHeader(props: {
  readonly page: Path;
  /** Omitted on pages without sign-in. */
  readonly caller?: string | undefined;
}): ReactNode {
  const { page, caller } = props;
  return (
    <header className="site-header">
      <div className="site-bar">
        <a className="brand" href="/" aria-current={page === '/' ? 'page' : undefined}>
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
        {caller !== undefined && (
          <span className="site-caller">
            <span className="site-avatar" aria-hidden="true">
              {caller.slice(0, 1)}
            </span>
            <span className="visually-hidden">Signed in as </span>
            {caller}
          </span>
        )}
      </div>
    </header>
  );
}
