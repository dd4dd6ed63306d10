import { createStillUploader } from '@slipway/core/testing';
import { Uploader } from '@slipway/react';
import { type ReactNode, useMemo } from 'react';
import type { Scene } from './scene.ts';
import { titledMessages } from './titled-messages.ts';

/** A scene with the React component. */
export function ReactScene({ scene }: { readonly scene: Scene }): ReactNode {
  const uploader = useMemo(() => createStillUploader(scene.uploads, scene), [scene]);
  const messages = useMemo(() => titledMessages(scene), [scene]);
  return <Uploader {...scene.props} uploader={uploader} messages={messages} />;
}
