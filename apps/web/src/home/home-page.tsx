import type { ReactNode } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { SNIPPETS } from './snippets.ts';
import { TryIt } from './try-it.tsx';

const PAGES = [
  {
    path: '/upload/',
    name: 'Upload page',
    text: 'Like in a real product: your files with previews and downloads, and your unfinished uploads.',
  },
  {
    path: '/drop-in',
    name: 'Drop-in',
    text: 'Plain HTML without a framework or a build: a form with a required upload field.',
  },
  {
    path: '/admin/',
    name: 'Admin console',
    text: 'Unfinished uploads, objects, live metrics, bucket health and configuration.',
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
            Your server signs each upload; files go directly to S3. Uploads pause, resume and
            survive a reload. Try it with your own file or a sample.
          </p>
        </header>
        <section className="try-it" aria-label="Try it">
          <TryIt />
        </section>
        <nav aria-labelledby="pages-title">
          <h2 id="pages-title">Explore the demo</h2>
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
          <h2 id="snippets-title">The code behind it</h2>
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
