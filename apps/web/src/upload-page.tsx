import { type CompletedObject, Uploader } from '@slipway/react';
import { type ReactNode, useState } from 'react';
import { ObjectList } from './object-list.tsx';
import { SiteHeader } from './site-header.tsx';

/** A page as a product would have it: the widget, and what came of it. */
export function UploadPage(): ReactNode {
  const [objects, setObjects] = useState<readonly CompletedObject[]>([]);

  return (
    <>
      <SiteHeader page="/" />
      <main className="page">
        <header>
          <h1>Add media</h1>
          <p className="lead">
            Files go straight from this browser to your bucket. Close the page whenever you like:
            add the same file again, and it goes on where it stopped.
          </p>
        </header>
        <Uploader endpoint="/api" onCompleted={(object) => setObjects((all) => [object, ...all])} />
        <ObjectList objects={objects} />
      </main>
    </>
  );
}
