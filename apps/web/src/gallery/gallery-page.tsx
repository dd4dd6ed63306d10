import { lazy, type ReactNode, Suspense } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { ReactScene } from './react-scene.tsx';
import { SCENES } from './scenes.ts';

const ElementScene = lazy(async () => {
  const { ElementScene } = await import('./element-scene.tsx');
  return { default: ElementScene };
});

/**
 * Shows every state of the widget without a backend. `?scene=` shows a single one. `?shell=element` shows the custom
 * element instead of the React component. `?framed` leaves out the page around the scenes, for a frame in another page.
 */
export function GalleryPage({ search }: { readonly search: URLSearchParams }): ReactNode {
  const wanted = search.get('scene');
  const isElement = search.get('shell') === 'element';
  const isFramed = search.has('framed');
  const Shell = isElement ? ElementScene : ReactScene;
  const scenes = SCENES.filter(
    ({ id, reactOnly }) => (!wanted || id === wanted) && !(isElement && reactOnly),
  );
  return (
    <>
      {!isFramed && <SiteHeader page="/gallery/" />}
      <main className="page">
        <header className={isFramed ? 'visually-hidden' : undefined}>
          <h1>Gallery</h1>
          <p className="lead">Every state of the widget, frozen. Nothing is uploaded here.</p>
        </header>
        {scenes.map((scene) => (
          <section key={scene.id} className="scene" aria-labelledby={`${scene.id}-title`}>
            <h2 id={`${scene.id}-title`}>
              {isFramed ? scene.title : <a href={`?scene=${scene.id}`}>{scene.title}</a>}
            </h2>
            <div
              id={scene.id}
              className="scene-frame"
              data-width={scene.width}
              data-tall={scene.tall}
            >
              <Suspense>
                <Shell scene={scene} />
              </Suspense>
            </div>
          </section>
        ))}
      </main>
    </>
  );
}
