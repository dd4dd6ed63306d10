import { createStillUploader } from '@slipway/core/testing';
import type { SlipwayUploadAttributes } from '@slipway/element/jsx';
import { type ReactNode, useMemo } from 'react';
import type { Scene } from './scene.ts';
import { titledMessages } from './titled-messages.ts';

/** The same file that pages without a build load. In the documentation it is beside this module. */
const SCRIPT = `${import.meta.env.BASE_URL}slipway-upload.js`;
// Loads first: React sets only properties that exist, and an undefined element has none.
await import(/* @vite-ignore */ SCRIPT);

/** A scene with `<slipway-upload>`. */
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
