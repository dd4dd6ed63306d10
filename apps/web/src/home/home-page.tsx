import type { ReactNode } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { SNIPPETS } from './snippets.ts';
import { TryIt } from './try-it.tsx';

const PAGES = [
  {
    path: '/upload/',
    name: 'Upload page',
    text: 'As a product has it: what you uploaded, with previews and downloads, and what is unfinished.',
  },
  {
    path: '/drop-in',
    name: 'Drop-in',
    text: 'Plain HTML, no framework, no build: a form with a required upload field.',
  },
  {
    path: '/admin/',
    name: 'Admin console',
    text: 'Unfinished uploads, objects, live figures, the bucket’s health, the configuration.',
  },
  {
    path: '/gallery/',
    name: 'Gallery',
    text: 'Every state of the widget, in nine languages, light and dark.',
  },
] as const;

/** The start page of `npm start`. */
export function HomePage(): ReactNode {
  return (
    <>
      <SiteHeader page="/" />
      <main className="page">
        <header>
          <h1>Uploads from the browser straight to S3</h1>
          <p className="lead">
            Your backend creates, presigns and proves; the bytes go past it. Uploads pause, resume,
            and survive a reload. Try it, with a file of yours or a sample.
          </p>
        </header>
        <section className="try-it" aria-label="Try it">
          <TryIt />
        </section>
        <nav aria-labelledby="pages-title">
          <h2 id="pages-title">The pages of this demo</h2>
          <ul className="page-cards">
            {PAGES.map(({ path, name, text }) => (
              <li key={path} className="card">
                <a href={path}>{name}</a>
                <p className="hint">{text}</p>
              </li>
            ))}
          </ul>
        </nav>
        <section className="snippets" aria-labelledby="snippets-title">
          <h2 id="snippets-title">What made them</h2>
          {SNIPPETS.map(({ title, source, code }) => (
            <details key={title} className="snippet" open={title === 'React'}>
              <summary>
                {title} <span className="hint">{source}</span>
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable. */}
              <pre tabIndex={0}>
                <code>{code}</code>
              </pre>
            </details>
          ))}
        </section>
      </main>
    </>
  );
}
