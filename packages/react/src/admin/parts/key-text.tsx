import type { ReactNode } from 'react';

/** A key in one line: where there is no room for all of it, its folders are cut before its name is. */
export function KeyText({ objectKey }: { readonly objectKey: string }): ReactNode {
  const nameAt = objectKey.lastIndexOf('/') + 1;
  return (
    <bdi className="slipway-key-text" title={objectKey}>
      <span className="slipway-key-folders">{objectKey.slice(0, nameAt)}</span>
      <span className="slipway-key-name">{objectKey.slice(nameAt)}</span>
    </bdi>
  );
}
