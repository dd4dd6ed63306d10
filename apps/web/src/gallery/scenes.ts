import type { UploadErrorCode } from '@slipway/core';
import { de } from '@slipway/react/messages/de';
import { he } from '@slipway/react/messages/he';
import type { Scene } from './scene.ts';
import { renderDetails, renderZone } from './slots.tsx';
import {
  completed,
  failed,
  GB,
  heldBack,
  MB,
  paused,
  unfinished,
  uploading,
  waiting,
} from './stills.ts';

/** One upload in each state. */
const STATES = [
  uploading('Harbour at dawn, final cut.mov', 4.2 * GB, 0.38, 24 * MB, {
    type: 'video/quicktime',
  }),
  paused('Annual report 2026.pdf', 60 * MB, 0.6),
  paused('Field recordings.zip', 812 * MB, 0.12, 'offline'),
  heldBack('Sea charts.tiff', 310 * MB, 0.45),
  paused('Old town.raw', 96 * MB, 0.75, 'other-page'),
  waiting('Interview with the keeper.wav', 480 * MB),
  waiting('Minutes.docx', 20_000, 'preparing'),
  waiting('Survey.csv', 96 * MB, 'completing'),
  completed('Team photo.jpg', 3 * MB, { type: 'image/jpeg' }),
  failed('Contract.pdf', 2 * MB, 'storage-refused'),
  waiting('Old draft.txt', 8_000, 'canceled'),
];

const LONG_NAMES = [
  'A film whose name tells all of its story, and then goes on for a while about who made it, when, and why (director’s cut, colour corrected, with subtitles) v17 FINAL final.mov',
  'averyveryverylongnamewithoutanyplacetobreakthelinewhichsomeprogramsproduceallbythemselves-20261121T094500Z-0001.tar.gz',
  'קובץ בעברית עם שם ארוך מאוד שאינו נכנס בשורה אחת בשום אופן, גם לא במסך רחב.pdf',
  'invoice\u202Efdp.exe',
  '.gitignore',
  'no extension',
];

const ERRORS: readonly UploadErrorCode[] = [
  'file-too-large',
  'file-too-small',
  'type-not-allowed',
  'too-many-files',
  'file-changed',
  'file-unreadable',
  'unauthorized',
  'forbidden',
  'quota-exceeded',
  'rate-limited',
  'name-taken',
  'checksum-mismatch',
  'storage-refused',
  'storage-misconfigured',
  'storage-unavailable',
  'network-error',
  'backend-unavailable',
  'internal-error',
];

const LIMITS: Partial<Record<UploadErrorCode, number>> = {
  'file-too-large': 50 * MB,
  'file-too-small': 5 * MB,
  'too-many-files': 10,
};

const POLICY = { accept: ['image/*', 'video/*', '.pdf'], maxFileSize: 50 * GB, maxFiles: 20 };

const THOUSAND = Array.from({ length: 1_000 }, (_, i) => {
  const name = `DSC_${String(i + 1).padStart(4, '0')}.jpg`;
  const type = { type: 'image/jpeg' };
  if (i < 6) return uploading(name, 6 * MB, 0.9 - i * 0.15, 2 * MB, type);
  return i < 320 ? completed(name, 6 * MB, type) : { ...waiting(name, 6 * MB), ...type };
});

/** All scenes. */
export const SCENES: readonly Scene[] = [
  { id: 'empty', title: 'Empty', uploads: [] },
  {
    id: 'restricted',
    title: 'With an upload policy',
    uploads: [],
    policy: { integrity: 'none', ...POLICY },
  },
  { id: 'folders', title: 'Files and folders', uploads: [], props: { folders: true } },
  { id: 'disabled', title: 'Disabled', uploads: [], props: { disabled: true } },
  { id: 'one', title: 'One file', uploads: STATES.slice(0, 1) },
  { id: 'states', title: 'Every state', uploads: STATES },
  {
    id: 'errors',
    title: 'Every failure',
    uploads: ERRORS.map((code) => failed(`${code}.bin`, 60 * MB, code, LIMITS[code])),
  },
  {
    id: 'completed',
    title: 'All done',
    props: { copyKeys: true },
    uploads: [completed('Team photo.jpg', 3 * MB, { type: 'image/jpeg' }), completed('a.zip', GB)],
  },
  {
    id: 'long-names',
    title: 'Long names',
    uploads: LONG_NAMES.map((name, i) => uploading(name, 200 * MB, 0.2 + i / 8, 3 * MB)),
  },
  { id: 'thousand', title: 'A thousand files', uploads: THOUSAND },
  {
    id: 'no-sessions',
    title: 'A browser that can’t resume',
    uploads: STATES.slice(0, 2),
    sessionsAvailable: false,
  },
  {
    id: 'unfinished',
    title: 'Unfinished uploads of an earlier visit',
    uploads: [],
    unfinished: [
      unfinished('Harbour at dawn, final cut.mov', 4.2 * GB, 0.38, true),
      unfinished('Field recordings.zip', 812 * MB, 0.8, false),
    ],
  },
  {
    id: 'stored',
    title: 'With files that are already stored',
    uploads: [uploading('Harbour at dawn, final cut.mov', 4.2 * GB, 0.38, 24 * MB)],
    props: {
      stored: [
        { objectKey: '1', name: 'Minutes.docx', size: 20_000 },
        { objectKey: '2', name: 'Team photo.jpg', size: 3 * MB },
      ],
      onRemoveStored: () => undefined,
    },
  },
  {
    id: 'compact-empty',
    title: 'Compact, empty',
    uploads: [],
    props: { variant: 'compact' },
  },
  { id: 'compact', title: 'Compact', uploads: STATES, props: { variant: 'compact' } },
  { id: 'button-empty', title: 'A button', uploads: [], props: { variant: 'button' } },
  { id: 'button', title: 'A button, uploading', uploads: STATES, props: { variant: 'button' } },
  {
    id: 'button-unfolded',
    title: 'A button with a list to open',
    uploads: STATES.slice(0, 4),
    props: { variant: 'button' },
  },
  { id: 'page', title: 'A full page', uploads: [], props: { variant: 'page' } },
  {
    id: 'page-filled',
    title: 'A full page, uploading',
    uploads: STATES.slice(0, 4),
    props: { variant: 'page' },
    tall: true,
  },
  {
    id: 'slots',
    title: 'With custom content',
    uploads: [
      uploading('Harbour.jpg', 12 * MB, 0.6, 4 * MB, { type: 'image/jpeg' }),
      completed('Team photo.jpg', 3 * MB, { type: 'image/jpeg' }),
    ],
    props: { renderZone, renderDetails },
    reactOnly: true,
  },
  { id: 'phone-empty', title: 'Empty, on a phone', uploads: [], width: 'phone' },
  { id: 'phone', title: 'On a phone', uploads: STATES, width: 'phone' },
  { id: 'sidebar', title: 'In a sidebar', uploads: STATES, width: 'sidebar' },
  { id: 'right-to-left', title: 'From right to left', uploads: STATES, messages: he },
  { id: 'german', title: 'Long words', uploads: STATES, messages: de, width: 'phone' },
];
