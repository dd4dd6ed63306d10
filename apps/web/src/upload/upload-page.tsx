import { Uploader, UploaderProvider } from '@slipway/react';
import type { ReactNode } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { FileList } from './file-list.tsx';
import { UnfinishedElsewhere } from './unfinished-elsewhere.tsx';
import { useLibrary } from './use-library.ts';

/** A page as in a real product: the widget, and the caller's files in the bucket. */
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
            unfinished uploads will be waiting when you return.
          </p>
        </header>
        <UploaderProvider endpoint="/api">
          <Uploader dropTarget="page" folders copyKeys onCompleted={refresh} onFailed={refresh} />
          {library && <UnfinishedElsewhere unfinished={library.unfinished} />}
        </UploaderProvider>
        {fault && <p role="alert">{fault}</p>}
        {library && <FileList files={library.files} />}
        {library === null && (
          <p className="card hint">
            This backend doesn’t list files. Your product would list them from its own database.
          </p>
        )}
      </main>
    </>
  );
}
