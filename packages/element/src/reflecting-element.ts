import type { Variant } from '@slipway/react';
import { FormAssociatedElement } from './form-associated-element.ts';

type Theme = 'light' | 'dark' | 'system';

/** The properties of the element that mirror its attributes. The attribute holds the value. */
export abstract class ReflectingElement extends FormAssociatedElement {
  get endpoint(): string {
    return this.getAttribute('endpoint') ?? '/api';
  }

  set endpoint(value: string) {
    this.setAttribute('endpoint', value);
  }

  get accept(): string {
    return this.getAttribute('accept') ?? '';
  }

  set accept(value: string) {
    this.setAttribute('accept', value);
  }

  /** `undefined` when only the backend limits the number of files. */
  get maxFiles(): number | undefined {
    const value = Number(this.getAttribute('max-files') ?? Number.NaN);
    return Number.isInteger(value) && value > 0 ? value : undefined;
  }

  set maxFiles(value: number | undefined) {
    if (value === undefined) this.removeAttribute('max-files');
    else this.setAttribute('max-files', String(value));
  }

  get theme(): Theme | undefined {
    const value = this.getAttribute('theme');
    return value === 'light' || value === 'dark' || value === 'system' ? value : undefined;
  }

  set theme(value: Theme | undefined) {
    if (value === undefined) this.removeAttribute('theme');
    else this.setAttribute('theme', value);
  }

  /** How much room it takes. @defaultValue `full` */
  get variant(): Variant {
    const value = this.getAttribute('variant');
    return value === 'compact' || value === 'button' || value === 'page' ? value : 'full';
  }

  set variant(value: Variant) {
    this.setAttribute('variant', value);
  }

  /** Where files may be dropped. @defaultValue `widget` */
  get dropTarget(): 'widget' | 'page' {
    return this.getAttribute('drop-target') === 'page' ? 'page' : 'widget';
  }

  set dropTarget(value: 'widget' | 'page') {
    this.setAttribute('drop-target', value);
  }

  /** Which camera a phone is asked for; `undefined` for its files. */
  get capture(): 'user' | 'environment' | undefined {
    const value = this.getAttribute('capture');
    return value === 'user' || value === 'environment' ? value : undefined;
  }

  set capture(value: 'user' | 'environment' | undefined) {
    if (value === undefined) this.removeAttribute('capture');
    else this.setAttribute('capture', value);
  }

  /** Of which files there are small pictures. @defaultValue `images` */
  get previews(): 'images' | 'all' | 'none' {
    const value = this.getAttribute('previews');
    return value === 'all' || value === 'none' ? value : 'images';
  }

  set previews(value: 'images' | 'all' | 'none') {
    this.setAttribute('previews', value);
  }

  /** Whether a whole folder can be browsed, too. */
  get folders(): boolean {
    return this.hasAttribute('folders');
  }

  set folders(value: boolean) {
    this.toggleAttribute('folders', value);
  }

  /** Whether the keys of completed objects can be copied. */
  get copyKeys(): boolean {
    return this.hasAttribute('copy-keys');
  }

  set copyKeys(value: boolean) {
    this.toggleAttribute('copy-keys', value);
  }
}
