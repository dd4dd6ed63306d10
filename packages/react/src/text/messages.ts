import type { UploadError, UploadErrorCode } from '@slipway/core';
import type { Format } from './format.ts';
import type { CodeInOtherWords } from './in-other-words.ts';

/** A text that depends on numbers or names. */
export type Text<T extends readonly unknown[]> = (...facts: [...T, format: Format]) => string;

/** The text of an error. */
export type ErrorText = string | Text<[error: UploadError]>;

/** Kinds of files that a policy can name in words. */
export type FileKind = 'image' | 'video' | 'audio' | 'text';

/**
 * All texts that the widget shows or announces, in one language. `english` is built in. Other languages are separate
 * imports (`@slipway/react/messages/de`), or your own objects.
 */
export interface Messages {
  /** BCP 47 tag of the language. Numbers, sizes, durations and plurals follow it. */
  readonly locale: string;
  /** The direction of the widget's text and layout. @defaultValue the page's own direction */
  readonly direction?: 'ltr' | 'rtl';

  /** Name of the whole widget. */
  readonly widget: string;
  /** Name of the list. */
  readonly list: string;

  readonly drop: string;
  readonly dropNow: string;
  readonly browse: string;
  readonly browseFolder: string;

  /** Kinds of files, as written in the middle of a sentence. */
  readonly kinds: Readonly<Record<FileKind, string>>;
  /** Lists what the policy accepts: names from {@link Messages.kinds}, and types such as `PDF`. */
  readonly accepted: Text<[kinds: readonly string[], types: readonly string[]]>;
  readonly anyFile: string;
  /** The policy in one sentence: `Images and videos, up to 50 GB each.` */
  readonly policy: Text<
    [what: string, maxFileSize: number | undefined, maxFiles: number | undefined]
  >;

  readonly status: {
    readonly queued: string;
    readonly preparing: string;
    readonly uploading: string;
    readonly paused: string;
    readonly offline: string;
    /** Another page of this browser uploads the same file. */
    readonly otherPage: string;
    /** The storage asked to slow down, and parts wait. Full sentences with the next step: they are also announced. */
    readonly heldBack: string;
    readonly completing: string;
    readonly completed: string;
    readonly canceled: string;
  };
  readonly loadedOfTotal: Text<[loaded: number, total: number]>;
  readonly timeLeft: Text<[milliseconds: number]>;
  /** Name of a file's progress bar. */
  readonly progressOf: Text<[name: string]>;
  readonly totalProgress: string;

  /** Names of the buttons of one file. */
  readonly pause: Text<[name: string]>;
  readonly resume: Text<[name: string]>;
  readonly cancel: Text<[name: string]>;
  readonly retry: Text<[name: string]>;
  readonly remove: Text<[name: string]>;
  /** Button that undoes a cancel. The widget appends the file's name to this text and to `copyKey`. */
  readonly undo: string;
  /** Button that copies the object's key to the clipboard. */
  readonly copyKey: string;
  /** How many parts of a file are in the storage: `12 of 60 parts`. Also names the button that shows their map. */
  readonly parts: Text<[done: number, count: number]>;

  readonly pauseAll: string;
  readonly resumeAll: string;
  readonly cancelAll: string;
  readonly retryFailed: string;
  readonly clear: string;

  /** Headline above the list. */
  readonly summary: {
    /** `current` is the number of the file in progress, from 1. */
    readonly uploading: Text<[current: number, count: number]>;
    readonly paused: Text<[done: number, count: number]>;
    readonly completed: Text<[count: number]>;
    readonly failed: Text<[failed: number, count: number]>;
    readonly idle: Text<[count: number]>;
  };
  readonly cannotResume: string;
  /** Shown when the browser could not read some of the dropped files and folders. */
  readonly unreadable: Text<[count: number]>;

  /** Actions of a waiting file. The widget appends the file's name to the name of each button. */
  readonly queue: {
    /** Name of the button that shows the other ones. */
    readonly more: string;
    readonly rename: string;
    /** Moves the file one place up. `down` moves it one place down, and `first` before all others. */
    readonly up: string;
    readonly down: string;
    readonly first: string;
  };

  /** Uploads that an earlier visit left unfinished. The widget appends the file's name to the names of the buttons. */
  readonly unfinished: {
    readonly title: string;
    /** Button that resumes the upload of a file that the browser can read again. */
    readonly resume: string;
    readonly choose: string;
    readonly discard: string;
    /** The user chose another file, or the file has changed. A full sentence. */
    readonly changed: string;
  };

  /** What screen readers announce when something happens. */
  readonly announce: {
    readonly started: Text<[count: number]>;
    readonly startedOne: Text<[name: string]>;
    readonly completed: Text<[count: number]>;
    readonly completedOne: Text<[name: string]>;
    readonly completedAll: Text<[count: number]>;
    readonly failed: Text<[count: number]>;
    readonly failedOne: Text<[name: string, reason: string]>;
    readonly canceledOne: Text<[name: string]>;
    readonly canceled: Text<[count: number]>;
  };

  /**
   * What happened and what to do next, for each error code. Codes that share their next step with another code may be
   * left out.
   */
  readonly errors: Readonly<
    Record<Exclude<UploadErrorCode, CodeInOtherWords>, ErrorText> &
      Partial<Record<CodeInOtherWords, ErrorText>>
  >;

  /** Why the user cannot submit the form around the widget yet. */
  readonly form: {
    /** The form requires a file, and the user has added none. */
    readonly required: string;
    /** Files are still uploading. */
    readonly pending: string;
    /** A file failed and is still on the list. */
    readonly failed: string;
  };
}
