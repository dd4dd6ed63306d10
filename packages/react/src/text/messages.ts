import type { UploadError, UploadErrorCode } from '@slipway/core';
import type { Format } from './format.ts';
import type { CodeInOtherWords } from './in-other-words.ts';

/** A text that depends on numbers or names. */
export type Text<T extends readonly unknown[]> = (...facts: [...T, format: Format]) => string;

/** An error in words. */
export type ErrorText = string | Text<[error: UploadError]>;

/** Kinds of files that a policy can name in words. */
export type FileKind = 'image' | 'video' | 'audio' | 'text';

/**
 * Every word that the widget says or shows, in one language. `english` is built in; others are
 * imports of their own (`@slipway/react/messages/de`), or objects of yours.
 */
export interface Messages {
  /** BCP 47 tag of the language; numbers, sizes, durations and plurals follow it. */
  readonly locale: string;
  /** Which way the widget runs. @defaultValue the page's own direction */
  readonly direction?: 'ltr' | 'rtl';

  /** Name of the whole widget. */
  readonly widget: string;
  /** Name of the list. */
  readonly list: string;

  readonly drop: string;
  readonly dropNow: string;
  readonly browse: string;
  readonly browseFolder: string;

  /** What may be uploaded, as {@link Messages.kinds} in the middle of a sentence. */
  readonly kinds: Readonly<Record<FileKind, string>>;
  /** What is accepted, in a sentence's middle: words of {@link Messages.kinds}, and types such as `PDF`. */
  readonly accepted: Text<[kinds: readonly string[], types: readonly string[]]>;
  readonly anyFile: string;
  /** One sentence out of what and how large: `Images and video, up to 50 GB each.` */
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
    /** The storage asked to slow down, and parts wait. Whole sentences, with the next step: they are said aloud, too. */
    readonly heldBack: string;
    readonly completing: string;
    readonly completed: string;
    readonly canceled: string;
  };
  readonly loadedOfTotal: Text<[loaded: number, total: number]>;
  readonly timeLeft: Text<[milliseconds: number]>;
  /** Name of one file's progress bar. */
  readonly progressOf: Text<[name: string]>;
  readonly totalProgress: string;

  /** Names of the buttons of one file. */
  readonly pause: Text<[name: string]>;
  readonly resume: Text<[name: string]>;
  readonly cancel: Text<[name: string]>;
  readonly retry: Text<[name: string]>;
  readonly remove: Text<[name: string]>;
  /** Takes back a cancel. Names of buttons from here on are followed by the file's own. */
  readonly undo: string;
  /** Puts the object's key on the clipboard. */
  readonly copyKey: string;
  /** How many parts of a file are in the storage: `12 of 60 parts`. Also the name of what shows them. */
  readonly parts: Text<[done: number, count: number]>;

  readonly pauseAll: string;
  readonly resumeAll: string;
  readonly cancelAll: string;
  readonly retryFailed: string;
  readonly clear: string;

  /** Headline over the list. */
  readonly summary: {
    /** `current` is the file being uploaded, counted from 1. */
    readonly uploading: Text<[current: number, count: number]>;
    readonly paused: Text<[done: number, count: number]>;
    readonly completed: Text<[count: number]>;
    readonly failed: Text<[failed: number, count: number]>;
    readonly idle: Text<[count: number]>;
  };
  readonly cannotResume: string;
  /** Said when a folder or file could not be read from a drop. */
  readonly unreadable: Text<[count: number]>;

  /** What can be done with a file that waits. All are followed by its name. */
  readonly queue: {
    /** Name of the button that shows the others. */
    readonly more: string;
    readonly rename: string;
    /** One place up, one down, before all others. */
    readonly up: string;
    readonly down: string;
    readonly first: string;
  };

  /** What an earlier visit left over. All but the title are followed by the file's name. */
  readonly unfinished: {
    readonly title: string;
    /** Goes on with a file that the browser knows where to find. */
    readonly resume: string;
    readonly choose: string;
    readonly discard: string;
    /** What was chosen is another file, or the file is no longer what it was. A sentence of its own. */
    readonly changed: string;
  };

  /** What assistive technology says as things happen. */
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
   * What happened and what to do next, for each way an upload can fail. Those that have a next step in common with
   * another may be left out.
   */
  readonly errors: Readonly<
    Record<Exclude<UploadErrorCode, CodeInOtherWords>, ErrorText> &
      Partial<Record<CodeInOtherWords, ErrorText>>
  >;

  /** Why a form with the widget in it cannot be sent yet. */
  readonly form: {
    /** A file is needed, and none was added. */
    readonly required: string;
    /** Files are still on their way. */
    readonly pending: string;
    /** A file failed and is still on the list. */
    readonly failed: string;
  };
}
