import type { ReactNode } from 'react';

/** Brand and the way to the other page. */
export function SiteHeader(): ReactNode {
  return (
    <header className="site-header">
      <div className="site-bar">
        <a className="brand" href="/">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Slipway
        </a>
        <nav className="site-nav" aria-label="Pages">
          <a href="/" aria-current="page">
            Upload page
          </a>
          <a href="/drop-in">Drop-in</a>
        </nav>
      </div>
    </header>
  );
}
