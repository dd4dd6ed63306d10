import type { ReactNode } from 'react';

/** An object key on one line. If it is too long, its folders are shortened before its name. */
export function KeyText({ objectKey }: { readonly objectKey: string }): ReactNode {
  const nameAt = objectKey.lastIndexOf('/') + 1;
  return (
    <bdi className="slipway-key-text" title={objectKey}>
      <span className="slipway-key-folders">{objectKey.slice(0, nameAt)}</span>
      <span className="slipway-key-name">{objectKey.slice(nameAt)}</span>
    </bdi>
  );
}
