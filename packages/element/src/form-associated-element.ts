import type { Uploader } from '@slipway/core';
import { english, type Messages } from '@slipway/react';

/** On a server there is no `HTMLElement`; importing this module there must not fail. */
const Base = globalThis.HTMLElement ?? (EventTarget as typeof HTMLElement);

/**
 * What makes an element a control of its form. Its value is the keys of the completed objects, one entry
 * each under `name`. A browser's own way to bring values back after a reload is left out on purpose:
 * keys without their files in sight would be sent unseen.
 */
export class FormAssociatedElement extends Base {
  static readonly formAssociated = true;

  readonly #internals = this.attachInternals();

  get name(): string {
    return this.getAttribute('name') ?? '';
  }

  set name(value: string) {
    this.setAttribute('name', value);
  }

  /** Whether the form needs at least one completed object. */
  get required(): boolean {
    return this.hasAttribute('required');
  }

  set required(value: boolean) {
    this.toggleAttribute('required', value);
  }

  /** The attribute alone; a disabled fieldset around the element disables it just the same. */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }

  set disabled(value: boolean) {
    this.toggleAttribute('disabled', value);
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get labels(): NodeList {
    return this.#internals.labels;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Tells the form what the uploads are worth now; the browser points at `anchor` when it refuses. */
  protected tellForm(
    uploader: Uploader | undefined,
    messages: Messages = english,
    anchor: HTMLElement | undefined = undefined,
  ): void {
    const states = uploader?.getSnapshot().uploads.map(({ state }) => state) ?? [];
    const value = new FormData();
    for (const state of states) {
      if (state.status !== 'completed' || !this.name) continue;
      value.append(this.name, state.object.objectKey);
    }
    this.#internals.setFormValue(value);

    const has = (status: string) => states.some((state) => state.status === status);
    const pending = states.some(({ status }) => !SETTLED.has(status));
    const { form } = messages;
    if (pending) this.#internals.setValidity({ customError: true }, form.pending, anchor);
    else if (has('failed')) this.#internals.setValidity({ customError: true }, form.failed, anchor);
    else if (this.required && !has('completed')) {
      this.#internals.setValidity({ valueMissing: true }, form.required, anchor);
    } else this.#internals.setValidity({});
  }
}

const SETTLED: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);
