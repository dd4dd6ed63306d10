import { type CompletedObject, createFormat } from '@slipway/react';
import type { ReactNode } from 'react';

const format = createFormat('en');

/** What has arrived in the bucket while this page was open, newest first. */
export function ObjectList(props: { readonly objects: readonly CompletedObject[] }): ReactNode {
  if (props.objects.length === 0) return null;
  return (
    <section className="objects" aria-labelledby="objects-title">
      <h2 id="objects-title">In your bucket</h2>
      <ul className="object-list">
        {props.objects.map(({ objectKey, size, contentType }) => (
          <li key={objectKey} className="object">
            <code className="object-key">{objectKey}</code>
            <span className="object-facts">
              {format.size(size)} · {contentType}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
