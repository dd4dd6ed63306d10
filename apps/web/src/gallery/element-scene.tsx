import { createStillUploader } from '@slipway/core/testing';
import type { SlipwayUploadAttributes } from '@slipway/element/jsx';
import { type ReactNode, useMemo } from 'react';
import type { Scene } from './scene.ts';
import { titledMessages } from './titled-messages.ts';

/** Beside the pages, as it is served to those who have no build: the gallery shows that very file. */
const SCRIPT = '/slipway-upload.js';
// First of all: React sets properties only where it finds them, and an element that is not defined has none.
await import(/* @vite-ignore */ SCRIPT);

/** A scene, played by `<slipway-upload>`. */
export function ElementScene({ scene }: { readonly scene: Scene }): ReactNode {
  const uploader = useMemo(() => createStillUploader(scene.uploads, scene), [scene]);
  const messages = useMemo(() => titledMessages(scene), [scene]);
  const {
    disabled = false,
    folders = false,
    copyKeys = false,
    variant = 'full',
    stored = [],
  } = scene.props ?? {};
  const chosen: SlipwayUploadAttributes = { disabled, folders, copyKeys, variant, stored };
  return <slipway-upload {...chosen} uploader={uploader} messages={messages} />;
}
