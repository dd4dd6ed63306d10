/**
 * A foreign page with the widget in several states. `?sheets=` names the stylesheets in their order, `?shell=` what renders
 * the widget.
 */
import { createStillUploader } from '@slipway/core/testing';
import { Uploader } from '@slipway/react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { SCENES } from '../../apps/web/src/gallery/scenes.ts';

/** Scenes that show every part of the widget. */
const SHOWN = new Set([
  'folders',
  'states',
  'unfinished',
  'no-sessions',
  'stored',
  'compact',
  'button',
]);

const options = new URLSearchParams(location.search);
const shell = options.get('shell');

for (const name of options.get('sheets')?.match(/[^,]+/g) ?? []) {
  const link = Object.assign(document.createElement('link'), {
    rel: 'stylesheet',
    href: `./sheets/${encodeURIComponent(name)}.css`,
  });
  const loaded = new Promise((resolve) => link.addEventListener('load', resolve));
  document.head.append(link);
  await loaded;
}

// Not in the bundle: pages load the element's own files.
if (shell === 'element')
  await import(/* @vite-ignore */ new URL('element/slipway-upload.js', location.href).href);

for (const scene of SCENES.filter(({ id }) => SHOWN.has(id))) {
  const column = document.createElement('div');
  column.id = scene.id;
  // The page gives the widget its room, font and size. Everything else is the widget's own.
  column.style.cssText =
    'display: block; float: none; margin: 0; border: 0; padding: 0; inline-size: 640px; font: 16px sans-serif';
  column.style.setProperty('--slipway-font', 'sans-serif');
  column.style.setProperty('--slipway-list-height', 'none');
  document.getElementById('content')?.append(column);
  const uploader = createStillUploader(scene.uploads, scene);
  if (shell === 'element') {
    const element = document.createElement('slipway-upload');
    Object.assign(element, scene.props, { uploader });
    column.append(element);
  } else {
    const props = { ...scene.props, uploader, shadow: shell === 'shadow' };
    createRoot(column).render(createElement(Uploader, props));
  }
}
