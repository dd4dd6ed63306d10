import { Uploader } from '@slipway/react';
import type { ReactNode } from 'react';
import { SiteHeader } from '../site-header.tsx';
import { FileList } from './file-list.tsx';
import type { Library } from './library.ts';
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
            This backend doesn’t list files. Your product would list them from its own database.
          </p>
        )}
      </main>
    </>
  );
}

const ages = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const SHOWN = 5;

/** Lists unfinished uploads of all devices. The widget itself offers those of this browser. */
function UnfinishedNote(props: { readonly unfinished: Library['unfinished'] }): ReactNode {
  const { unfinished } = props;
  if (unfinished.length === 0) return null;
  return (
    <details className="card unfinished">
      <summary>Unfinished on all your devices: {unfinished.length}</summary>
      <ul>
        {unfinished.slice(0, SHOWN).map(({ name, begunAt }) => (
          <li key={name + begunAt}>
            <bdi>{name}</bdi> <span className="hint">started {ages.format(new Date(begunAt))}</span>
          </li>
        ))}
      </ul>
      <p className="hint">
        Add the same file on the device where you started to resume the upload. With
        <code> SLIPWAY_RESUME=any-device</code> on the backend, any device can resume it.
      </p>
    </details>
  );
}
