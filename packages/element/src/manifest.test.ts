import { expect, test } from 'vitest';
import manifest from '../custom-elements.json' with { type: 'json' };
import { SlipwayUploadElement } from './index.ts';

const [declaration] = manifest.modules.flatMap(({ declarations }) => declarations);
const attributes = declaration?.attributes ?? [];

/** The browser reports this attribute in its own way, also when a fieldset around the element has it. */
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
  const sources = import.meta.glob<string>('../../react/src/widget/*.tsx', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const text = Object.values(sources).join('\n');
  const found = Array.from(text.matchAll(/\bpart(?:="|\(')([\w-]+)/g), ([, name]) => name);
  const named = (declaration?.cssParts ?? []).map(({ name }) => name);
  expect([...new Set(found)].sort()).toEqual(named.sort());
});
