import type { JSX as PreactJSX } from 'preact';
import type { JSX as ReactJSX } from 'react';
import type { SvelteHTMLElements } from 'svelte/elements';
import { expectTypeOf, test } from 'vitest';
import type { GlobalComponents } from 'vue';
import type { SlipwayUploadEventMap } from './events.ts';
import './jsx.ts';
import './preact.ts';
import './svelte.ts';
import './vue.ts';

type Completed = SlipwayUploadEventMap['upload-completed'];
type Listener = ((event: Completed) => void) | undefined;

test('React, Preact and Svelte know the properties and events of the tag', () => {
  type React = ReactJSX.IntrinsicElements['slipway-upload'];
  type Preact = PreactJSX.IntrinsicElements['slipway-upload'];
  type Svelte = SvelteHTMLElements['slipway-upload'];
  expectTypeOf<React['maxFiles']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Preact['maxFiles']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Svelte['maxFiles']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<React['onupload-completed']>().toEqualTypeOf<Listener>();
  expectTypeOf<Preact['onupload-completed']>().toEqualTypeOf<Listener>();
  expectTypeOf<Svelte['onupload-completed']>().toEqualTypeOf<Listener>();
});

test('Vue knows the properties and events of the tag', () => {
  type Tag = InstanceType<GlobalComponents['slipway-upload']>;
  expectTypeOf<Tag['$props']['maxFiles']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Tag['$emit']>().toBeCallableWith('upload-completed', {} as Completed);
});
