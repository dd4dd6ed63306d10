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
  browseFolder: 'Browse folder',

  kinds: { image: 'images', video: 'videos', audio: 'audio files', text: 'text files' },
  accepted: (kinds, types, format) =>
    `${format.list([...kinds, ...types])}${types.length > 0 ? ' files' : ''}`,
  anyFile: 'any type of file',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, up to ${format.limit(maxFileSize)} each`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'One file only', other: 'Up to {n} files' })}`;
  },

  status: {
    queued: 'Waiting',
    preparing: 'Preparing…',
    uploading: 'Uploading',
    paused: 'Paused',
    offline: "You're offline. Will resume when you reconnect.",
    otherPage: 'Uploading in another tab',
    heldBack: 'Storage is busy. Will continue automatically.',
    completing: 'Finishing up…',
    completed: 'Uploaded',
    canceled: 'Canceled',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} of ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `${format.duration(milliseconds)} left`,
  progressOf: (name) => `Progress of ${name}`,
  totalProgress: 'Total progress',

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
  cannotResume: "Uploads can't be resumed in this browser. Keep this page open.",
  unreadable: (count, format) =>
    format.plural(count, {
      one: "1 item couldn't be read. Check its permissions, then add it again.",
      other: "{n} items couldn't be read. Check their permissions, then add them again.",
    }),

  queue: {
    more: 'More actions',
    rename: 'Rename',
    up: 'Move up',
    down: 'Move down',
    first: 'Move to top',
  },

  unfinished: {
    title: 'Unfinished uploads',
    resume: 'Resume',
    choose: 'Select file to resume',
    discard: 'Discard',
    changed: "This isn't the same file. Select the original file, or discard the upload.",
  },

  announce: {
    startedOne: (name) => `Uploading ${name}.`,
    started: (count, format) =>
      format.plural(count, { one: 'Uploading 1 file.', other: 'Uploading {n} files.' }),
    completedOne: (name) => `${name} uploaded.`,
    completed: (count, format) =>
      format.plural(count, { one: '1 file uploaded.', other: '{n} files uploaded.' }),
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'Upload complete.',
        other: 'All {n} files uploaded.',
      }),
    failedOne: (name, reason) => `Couldn't upload ${name}. ${reason}`,
    failed: (count, format) =>
      format.plural(count, { one: '1 upload failed.', other: '{n} uploads failed.' }),
    canceledOne: (name) => `Canceled ${name}.`,
    canceled: (count, format) =>
      format.plural(count, { one: '1 upload canceled.', other: '{n} uploads canceled.' }),
  },

  errors: englishErrors,

  form: {
    required: 'Add at least one file.',
    pending: 'Wait for the upload to finish.',
    failed: "A file wasn't uploaded. Retry it, or remove it from the list.",
  },
};
