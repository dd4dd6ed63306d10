import { createStillUploader } from '@slipway/core/testing';
import type { SlipwayUploadElement } from '@slipway/element';
import { createElement, type ReactNode, useCallback } from 'react';
import type { Scene } from './scene.ts';
import { titledMessages } from './titled-messages.ts';

/** Beside the pages, as it is served to those who have no build: the gallery shows that very file. */
const SCRIPT = '/slipway-upload.js';
void import(/* @vite-ignore */ SCRIPT);

/** A scene, played by `<slipway-upload>`. */
export function ElementScene({ scene }: { readonly scene: Scene }): ReactNode {
  const play = useCallback(
    (element: SlipwayUploadElement | null) => {
      if (!element) return;
      element.uploader = createStillUploader(scene.uploads, scene);
      element.messages = titledMessages(scene);
      element.dropTarget = scene.props?.dropTarget ?? 'widget';
      element.toggleAttribute('disabled', scene.props?.disabled ?? false);
    },
    [scene],
  );
  return createElement('slipway-upload', { ref: play });
}
