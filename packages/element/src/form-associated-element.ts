import type { UploaderInstance } from '@slipway/core';
import { english, type Messages, type StoredFile } from '@slipway/react';
import { ELEMENT_OPTIONS } from './element-options.ts';
import { withOptions } from './with-options.ts';

/** Servers have no `HTMLElement`, and importing this module there must not fail. */
const Base = withOptions(
  globalThis.HTMLElement ?? (EventTarget as typeof HTMLElement),
  ELEMENT_OPTIONS,
);

/**
 * Makes an element a control of its form. Its value is the keys of the stored and the completed objects, one entry each
 * under `name`. Objects that the browser restores with the page are listed too, so the form sends no hidden key.
 */
export abstract class FormAssociatedElement extends Base {
  static readonly formAssociated = true;

  readonly #internals = this.attachInternals();
  #stored: readonly StoredFile[] = [];

  /** Renders the element and updates the form. */
  protected abstract update(): void;

  /**
   * Files that are already in the storage and part of the value: those of an existing record, or of a form that the
   * user returns to. They are listed below the others, and the user can remove them.
   */
  get stored(): readonly StoredFile[] {
    return this.#stored;
  }

  set stored(value: readonly StoredFile[] | undefined) {
    this.#stored = value ?? [];
    this.update();
  }

  /** The browser calls this after a return to the page or in a restored tab, with the state that {@link tellForm} saved. */
  formStateRestoreCallback(kept: File | string | FormData | null, mode: string): void {
    if (mode === 'restore' && typeof kept === 'string') this.stored = parseStored(kept);
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

  /** Updates the form's value and validity. The browser shows an error at `anchor`. */
  protected tellForm(
    uploader: UploaderInstance | undefined,
    messages: Messages = english,
    anchor: HTMLElement | undefined = undefined,
  ): void {
    const uploads = uploader?.getSnapshot().uploads ?? [];
    const states = uploads.map(({ state }) => state);
    const stored = uploads.flatMap(({ name, size, state }) =>
      state.status === 'completed' ? [{ objectKey: state.object.objectKey, name, size }] : [],
    );
    stored.unshift(...this.#stored);
    const value = new FormData();
    if (this.name) for (const { objectKey } of stored) value.append(this.name, objectKey);
    this.#internals.setFormValue(value, JSON.stringify(stored));

    const has = (status: string) => states.some((state) => state.status === status);
    const pending = states.some(({ status }) => !SETTLED.has(status));
    const { form } = messages;
    if (pending) this.#internals.setValidity({ customError: true }, form.pending, anchor);
    else if (has('failed')) this.#internals.setValidity({ customError: true }, form.failed, anchor);
    else if (this.required && stored.length === 0) {
      this.#internals.setValidity({ valueMissing: true }, form.required, anchor);
    } else this.#internals.setValidity({});
  }
}

const SETTLED: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

/** Parses saved state. Another version of this code may have saved it, so unknown entries are skipped. */
function parseStored(kept: string): readonly StoredFile[] {
  try {
    const files: unknown = JSON.parse(kept);
    return Array.isArray(files) ? files.filter(isStoredFile) : [];
  } catch {
    return [];
  }
}

function isStoredFile(file: Partial<StoredFile> | null): file is StoredFile {
  return (
    typeof file?.objectKey === 'string' &&
    typeof file.name === 'string' &&
    typeof file.size === 'number'
  );
}
