import { Uploader } from '@slipway/react';
import type { ReactNode } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { FileList } from './file-list.tsx';
import { UnfinishedNote } from './unfinished-note.tsx';
import { useLibrary } from './use-library.ts';

/** A page as a product would have it: the widget, and what this caller has in the bucket. */
export function UploadPage(): ReactNode {
  const { library, fault, refresh } = useLibrary();
  return (
    <>
      <SiteHeader page="/upload/" caller={library?.caller} />
      <main className="page">
        <header>
          <h1>Your files</h1>
          <p className="lead">
            Files go straight from this browser to your bucket. Close the page whenever you like:
            what is on its way is offered again when you are back.
          </p>
        </header>
        <Uploader
          endpoint="/api"
          dropTarget="page"
          folders
          copyKeys
          onCompleted={refresh}
          onFailed={refresh}
        />
        {library && <UnfinishedNote unfinished={library.unfinished} />}
        {fault && <p role="alert">{fault}</p>}
        {library && <FileList files={library.files} />}
        {library === null && (
          <p className="card hint">
            This backend does not list your files. A product lists them from its own database.
          </p>
        )}
      </main>
    </>
  );
}
