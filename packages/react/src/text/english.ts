import { englishErrors } from './english-errors.ts';
import type { Messages } from './messages.ts';

/** The widget in English, its default language. */
export const english: Messages = {
  locale: 'en',

  widget: 'File upload',
  list: 'Uploads',

  drop: 'Drop files or folders here',
  dropNow: 'Drop to upload',
  browse: 'Browse files',
  browseFolder: 'Browse a folder',

  kinds: { image: 'images', video: 'video', audio: 'audio', text: 'text files' },
  accepted: (kinds, types, format) =>
    `${format.list([...kinds, ...types])}${types.length > 0 ? ' files' : ''}`,
  anyFile: 'any type of file',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, up to ${format.size(maxFileSize)} each`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'One file only', other: 'At most {n} files' })}`;
  },

  status: {
    queued: 'Waiting',
    preparing: 'Preparing',
    uploading: 'Uploading',
    paused: 'Paused',
    offline: 'Waiting for the network',
    otherPage: 'Uploading in another tab',
    heldBack: 'The storage asked to slow down. Continues by itself.',
    completing: 'Finishing',
    completed: 'Uploaded',
    canceled: 'Canceled',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} of ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `${format.duration(milliseconds)} left`,
  progressOf: (name) => `Progress of ${name}`,
  totalProgress: 'Progress of all uploads',

  pause: (name) => `Pause ${name}`,
  resume: (name) => `Resume ${name}`,
  cancel: (name) => `Cancel ${name}`,
  retry: (name) => `Retry ${name}`,
  remove: (name) => `Remove ${name} from the list`,
  undo: 'Undo',
  copyKey: 'Copy key',
  parts: (done, count, format) => `${format.count(done)} of ${format.count(count)} parts`,

  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  cancelAll: 'Cancel all',
  retryFailed: 'Retry failed',
  clear: 'Clear finished',

  summary: {
    uploading: (current, count, format) =>
      `Uploading ${format.count(current)} of ${format.count(count)}`,
    paused: (done, count, format) =>
      `Paused, ${format.count(done)} of ${format.count(count)} uploaded`,
    completed: (count, format) =>
      format.plural(count, { one: '1 file uploaded', other: '{n} files uploaded' }),
    failed: (failed, count, format) =>
      `${format.count(failed)} of ${format.plural(count, { one: '1 file', other: '{n} files' })} failed`,
    idle: (count, format) => format.plural(count, { one: '1 file', other: '{n} files' }),
  },
  cannotResume:
    'This browser does not keep unfinished uploads. Leave this page open until they are done.',
  unreadable: (count, format) =>
    format.plural(count, {
      one: '1 dropped item could not be read. Check that you may open it, then drop it again.',
      other:
        '{n} dropped items could not be read. Check that you may open them, then drop them again.',
    }),

  queue: {
    more: 'More',
    rename: 'Rename',
    up: 'Move up',
    down: 'Move down',
    first: 'Move to the top',
  },

  unfinished: {
    title: 'Unfinished uploads',
    resume: 'Resume',
    choose: 'Choose the file again',
    discard: 'Discard',
    changed: 'This is not the file whose upload was begun. Choose that one, or discard the upload.',
  },

  announce: {
    startedOne: (name) => `Uploading ${name}.`,
    started: (count, format) =>
      format.plural(count, { one: 'Uploading 1 file.', other: 'Uploading {n} files.' }),
    completedOne: (name) => `${name} is uploaded.`,
    completed: (count, format) =>
      format.plural(count, { one: '1 file is uploaded.', other: '{n} files are uploaded.' }),
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'The upload is complete.',
        other: 'All {n} files are uploaded.',
      }),
    failedOne: (name, reason) => `${name} failed. ${reason}`,
    failed: (count, format) =>
      format.plural(count, { one: '1 upload failed.', other: '{n} uploads failed.' }),
    canceledOne: (name) => `${name} is canceled.`,
    canceled: (count, format) =>
      format.plural(count, { one: '1 upload is canceled.', other: '{n} uploads are canceled.' }),
  },

  errors: englishErrors,

  form: {
    required: 'Add at least one file.',
    pending: 'Wait until all files are uploaded.',
    failed: 'A file was not uploaded. Retry it, or remove it from the list.',
  },
};
