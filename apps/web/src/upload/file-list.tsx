import { createFormat } from '@slipway/react';
import type { ReactNode } from 'react';
import type { LibraryFile } from './library.ts';

const format = createFormat('en');
const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** The files in the bucket, newest first. */
export function FileList({ files }: { readonly files: readonly LibraryFile[] }): ReactNode {
  return (
    <section className="files" aria-labelledby="files-title">
      <h2 id="files-title">In your bucket</h2>
      {files.length === 0 ? (
        <p className="card hint">No files yet. Uploaded files appear here.</p>
      ) : (
        <ul className="file-list">
          {files.map(({ objectKey, name, size, storedAt, download, preview }) => (
            <li key={objectKey} className="file">
              <span className="file-picture">
                {preview ? <img src={preview} alt="" loading="lazy" /> : extensionOf(name)}
              </span>
              <span className="file-words">
                <bdi className="file-name">{name}</bdi>
                <span className="hint">
                  {format.size(size)} ·{' '}
                  <time dateTime={storedAt}>{moments.format(new Date(storedAt))}</time>
                </span>
              </span>
              <a className="file-link" href={download} aria-label={`Download ${name}`}>
                Download
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** At most four letters, in place of a preview. */
function extensionOf(name: string): string {
  const at = name.lastIndexOf('.');
  return at > 0 ? name.slice(at + 1, at + 5) : '';
}
