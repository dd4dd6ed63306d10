import type { UploaderInstance, UploadSnapshot } from '@slipway/core';
import {
  createEndpointUploader,
  type Messages,
  type RequestHeaders,
  readOptions,
} from '@slipway/react';
import { ELEMENT_OPTIONS, PROPERTIES, UPLOADER_OPTIONS } from './element-options.ts';
import { FORWARDED_EVENTS, forwardEvents } from './events.ts';
import { FormAssociatedElement } from './form-associated-element.ts';
import { renderWidget, unmountWidget } from './render-widget.ts';
import { sharedStyleSheet } from './styles.ts';
import { attributeOf } from './with-options.ts';

/** Events that update the form's value at once. The next frame covers all other changes. */
const FORM_EVENTS = [...FORWARDED_EVENTS, 'upload-removed'] as const;

const GIVEN_UP: ReadonlySet<string> = new Set(['failed', 'canceled']);

/** Attributes that make a new uploader when they change. */
const UPLOADER_ATTRIBUTES = new Set(Object.keys(UPLOADER_OPTIONS).map(attributeOf));

/**
 * `<slipway-upload endpoint="/api">`: drop or browse files, and they go straight to S3.
 *
 * Its attributes are the rows of {@link ELEMENT_OPTIONS}, in kebab case.
 *
 * @fires upload-added
 * @fires upload-completed
 * @fires upload-failed
 * @fires upload-canceled
 * @csspart uploader zone browse browse-folder policy unfinished fold totals list row preview name percent status progress parts queue rename button note
 */
export class SlipwayUploadElement extends FormAssociatedElement {
  /** The browser itself reports `disabled`, also that of a fieldset around the element. */
  static readonly observedAttributes = Object.keys(ELEMENT_OPTIONS)
    .filter((name) => name !== 'disabled')
    .map(attributeOf);

  #headers: RequestHeaders | undefined;
  #given: UploaderInstance | undefined;
  #own: UploaderInstance | undefined;
  #stopForwarding: (() => void) | undefined;
  #messages: Messages | undefined;
  #isDisabled = false;

  /** Headers of every request to the backend. A function is called for each request. */
  get headers(): RequestHeaders | undefined {
    return this.#headers;
  }

  set headers(value: RequestHeaders | undefined) {
    this.#headers = value;
  }

  /** All texts, in one language. @defaultValue English */
  get messages(): Messages | undefined {
    return this.#messages;
  }

  set messages(value: Messages | undefined) {
    this.#messages = value;
    this.update();
  }

  /** The current uploader: the page's, or the element's own while it is in a document. */
  get uploader(): UploaderInstance | undefined {
    return this.#given ?? this.#own;
  }

  /** Sets an uploader that the page owns and closes. `undefined` returns to the element's own. */
  set uploader(value: UploaderInstance | undefined) {
    this.#closeOwn();
    this.#given = value;
    this.update();
  }

  /** The current uploads. Listen to the events to know when they change. */
  get uploads(): readonly UploadSnapshot[] {
    return this.uploader?.getSnapshot().uploads ?? [];
  }

  /**
   * Forgets everything about the user, in all tabs. Call it when the user signs out.
   *
   * @returns `false` if the browser's storage failed, so that sessions may be left
   */
  async forgetAll(): Promise<boolean> {
    return this.uploader?.forgetAll() ?? true;
  }

  /** Focuses the file input. A click on the element's label does the same. */
  override focus(options?: FocusOptions): void {
    this.#input?.focus(options);
  }

  /** The browser calls this for the attribute, and for a fieldset around the element. */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isDisabled = isDisabled;
    this.update();
  }

  /** A form reset cancels uploads in flight and clears the list. */
  formResetCallback(): void {
    for (const { id } of this.uploads) this.uploader?.remove(id);
    this.stored = [];
  }

  connectedCallback(): void {
    for (const name of [...Object.keys(ELEMENT_OPTIONS), ...PROPERTIES]) {
      this.#takeEarlyValue(name);
    }
    if (!this.shadowRoot) {
      this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sharedStyleSheet()];
      this.addEventListener('click', (event) => {
        // The browser turns a click on the label into a click on the element.
        if (event.composedPath()[0] === this) this.focus();
      });
    }
    this.update();
  }

  disconnectedCallback(): void {
    // An element that only moves is connected again before this runs, and keeps its uploads.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#closeOwn();
      if (this.shadowRoot) unmountWidget(this.shadowRoot);
    });
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (UPLOADER_ATTRIBUTES.has(name)) this.#closeOwn();
    this.update();
  }

  /** Renders the element. Creates its own uploader if the page set none. */
  protected override update(): void {
    if (!this.isConnected || !this.shadowRoot) return;
    if (!this.#given) this.#own ??= createEndpointUploader(this);
    const { uploader } = this;
    if (!uploader) return;
    this.#stopForwarding?.();
    const tellForm = () => {
      this.#makeRoom();
      this.tellForm(uploader, this.#messages, this.#input);
    };
    const stop = [
      // The form updates first, so that event listeners see its new value.
      ...FORM_EVENTS.map((event) => uploader.on(event, tellForm)),
      uploader.subscribe(tellForm),
      forwardEvents(uploader, this),
    ];
    this.#stopForwarding = () => {
      for (const end of stop) end();
    };
    renderWidget(this.shadowRoot, uploader, {
      ...readOptions(this),
      disabled: this.#isDisabled,
      messages: this.#messages,
      stored: this.stored,
      onRemoveStored: (file) => {
        this.stored = this.stored.filter(({ objectKey }) => objectKey !== file.objectKey);
      },
    });
    tellForm();
  }

  /** Drops the oldest stored files when added files exceed `max-files`. */
  #makeRoom(): void {
    if (this.maxFiles === undefined || this.stored.length === 0) return;
    const added = this.uploads.filter(({ state }) => !GIVEN_UP.has(state.status)).length;
    const surplus = this.stored.length + added - this.maxFiles;
    if (surplus > 0) this.stored = this.stored.slice(surplus);
  }

  get #input(): HTMLElement | undefined {
    return this.shadowRoot?.querySelector<HTMLElement>('.slipway-input') ?? undefined;
  }

  /** A value that the page set before this class loaded hides the accessor. Sets it again through the accessor. */
  #takeEarlyValue(name: string): void {
    const early = Object.getOwnPropertyDescriptor(this, name);
    if (!early) return;
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, early.value);
  }

  /** Unfinished uploads pause. Their sessions stay, so that the same file resumes later. */
  #closeOwn(): void {
    this.#stopForwarding?.();
    this.#stopForwarding = undefined;
    this.#own?.close();
    this.#own = undefined;
  }
}
