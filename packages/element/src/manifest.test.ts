import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../custom-elements.json' with { type: 'json' };
import { SlipwayUploadElement } from './index.ts';

const [declaration] = manifest.modules.flatMap(({ declarations }) => declarations);
const attributes = declaration?.attributes ?? [];

/** The browser itself tells the element of it, also for a fieldset around it. */
const OF_THE_FORM = 'disabled';

test('the manifest names each attribute that the element listens to, and no other', () => {
  const listened = [...SlipwayUploadElement.observedAttributes, OF_THE_FORM];
  expect(attributes.map(({ name }) => name).sort()).toEqual(listened.sort());
});

test('each attribute and member of the manifest is a property of the element', () => {
  const fields = [
    ...attributes.map(({ fieldName }) => fieldName),
    ...(declaration?.members ?? []).map(({ name }) => name),
  ];
  for (const field of fields) expect(field in SlipwayUploadElement.prototype, field).toBe(true);
});

test('the manifest names each part that the widget has, and no other', () => {
  const folder = new URL('../../react/src/widget/', import.meta.url);
  const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const found = Array.from(files.join('\n').matchAll(/\bpart="([\w-]+)"/g), ([, name]) => name);
  const named = (declaration?.cssParts ?? []).map(({ name }) => name);
  expect([...new Set(found)].sort()).toEqual(named.sort());
});
