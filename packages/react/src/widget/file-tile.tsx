import type { UploadSnapshot } from '@slipway/core';
import type { ReactNode } from 'react';
import { fileKind, type PicturedKind } from '../files/file-kind.ts';
import { useLazyPart } from '../hooks/use-lazy-part.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { Icon } from './icon.tsx';
import { useOptions } from './options-context.ts';
import type { Previews } from './widget-options.ts';

/** What a browser can draw, at each choice of the page. */
const DRAWN: Readonly<Record<Previews, readonly PicturedKind[]>> = {
  all: ['image', 'video'],
  images: ['image'],
  none: [],
};

const loadPreview = () => import('./preview.tsx');

/** Stands for a file: the picture of its kind, and over it, where there is one, a picture of itself. */
export function FileTile({ upload }: { readonly upload: UploadSnapshot }): ReactNode {
  const { previews } = useOptions();
  const kind = fileKind(upload.name, upload.type);
  const lazy = useLazyPart(DRAWN[previews].includes(kind), loadPreview);
  const file = useUploader().getUpload(upload.id)?.file;
  return (
    <span className="slipway-tile" aria-hidden="true">
      <Icon name={kind} />
      {lazy.status === 'ready' && file && <lazy.part.Preview file={file} />}
    </span>
  );
}
