import type { Messages } from '../text/messages.ts';

const FILES = { one: '{n} Datei', other: '{n} Dateien' };
const UPLOADS = { one: '{n} Upload', other: '{n} Uploads' };

/** The widget in German. */
export const de: Messages = {
  locale: 'de',
  widget: 'Dateien hochladen',
  list: 'Uploads',
  drop: 'Dateien oder Ordner hier ablegen',
  dropNow: 'Zum Hochladen loslassen',
  browse: 'Dateien auswählen',
  browseFolder: 'Ordner auswählen',
  kinds: { image: 'Bilder', video: 'Videos', audio: 'Audio', text: 'Textdateien' },
  accepted: (kinds, types, format) =>
    // German joins the types with one noun: PDF- und ZIP-Dateien.
    format.list([
      ...kinds,
      ...types.map((type, i) => `${type}-${i === types.length - 1 ? 'Dateien' : ''}`),
    ]),
  anyFile: 'Dateien aller Art',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, je bis ${format.limit(maxFileSize)}`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'Nur eine Datei', other: 'Höchstens {n} Dateien' })}`;
  },
  status: {
    queued: 'Wartet',
    preparing: 'Wird vorbereitet',
    uploading: 'Wird hochgeladen',
    paused: 'Angehalten',
    offline: 'Wartet auf das Netz',
    otherPage: 'In einem anderen Tab',
    heldBack: 'Der Speicher bittet um Geduld. Es geht von selbst weiter.',
    completing: 'Wird abgeschlossen',
    completed: 'Hochgeladen',
    canceled: 'Abgebrochen',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} von ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `noch ${format.duration(milliseconds)}`,
  progressOf: (name) => `Fortschritt von ${name}`,
  totalProgress: 'Fortschritt aller Uploads',
  pause: (name) => `${name} anhalten`,
  resume: (name) => `${name} fortsetzen`,
  cancel: (name) => `${name} abbrechen`,
  retry: (name) => `${name} erneut versuchen`,
  remove: (name) => `${name} aus der Liste entfernen`,
  undo: 'Rückgängig',
  copyKey: 'Schlüssel kopieren',
  parts: (done, count, format) => `${format.count(done)} von ${format.count(count)} Teilen`,
  pauseAll: 'Alle anhalten',
  resumeAll: 'Alle fortsetzen',
  cancelAll: 'Alle abbrechen',
  retryFailed: 'Fehlgeschlagene erneut versuchen',
  clear: 'Fertige entfernen',
  summary: {
    uploading: (current, count, format) =>
      `${format.count(current)} von ${format.count(count)} wird hochgeladen`,
    paused: (done, count, format) =>
      `Angehalten, ${format.count(done)} von ${format.count(count)} hochgeladen`,
    completed: (count, format) => `${format.plural(count, FILES)} hochgeladen`,
    failed: (failed, count, format) =>
      `${format.count(failed)} von ${format.plural(count, FILES)} fehlgeschlagen`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume:
    'Dieser Browser merkt sich unfertige Uploads nicht. Lassen Sie diese Seite offen, bis alles hochgeladen ist.',
  unreadable: (count, format) =>
    `Nicht lesbar: ${format.plural(count, FILES)}. Prüfen Sie Ihre Rechte.`,
  queue: {
    more: 'Mehr',
    rename: 'Umbenennen',
    up: 'Nach oben',
    down: 'Nach unten',
    first: 'Ganz nach oben',
  },
  unfinished: {
    title: 'Unfertige Uploads',
    resume: 'Fortsetzen',
    choose: 'Datei erneut auswählen',
    discard: 'Verwerfen',
    changed:
      'Das ist nicht die Datei von damals. Wählen Sie jene aus oder verwerfen Sie den Upload.',
  },
  announce: {
    startedOne: (name) => `${name} wird hochgeladen.`,
    started: (count, format) =>
      format.plural(count, {
        one: '{n} Datei wird hochgeladen.',
        other: '{n} Dateien werden hochgeladen.',
      }),
    completedOne: (name) => `${name} ist hochgeladen.`,
    completed: (count, format) => `${format.plural(count, FILES)} hochgeladen.`,
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'Alles ist hochgeladen.',
        other: 'Alle {n} Dateien sind hochgeladen.',
      }),
    failedOne: (name, reason) => `${name} ist fehlgeschlagen. ${reason}`,
    failed: (count, format) => `${format.plural(count, UPLOADS)} fehlgeschlagen.`,
    canceledOne: (name) => `${name} ist abgebrochen.`,
    canceled: (count, format) => `${format.plural(count, UPLOADS)} abgebrochen.`,
  },
  errors: {
    'invalid-request':
      'Der Upload-Dienst hat diese Seite nicht verstanden. Laden Sie die Seite neu und fügen Sie die Datei erneut hinzu.',
    'not-found':
      'Hochladen ist hier nicht richtig eingerichtet. Wenden Sie sich an den Betreiber dieser Seite.',
    unauthorized: 'Sie sind abgemeldet. Melden Sie sich an und versuchen Sie es erneut.',
    forbidden: 'Sie dürfen hier nichts hochladen. Bitten Sie den Betreiber dieser Seite um Zugang.',
    'token-invalid': 'Dieser Upload lässt sich nicht fortsetzen. Versuchen Sie es erneut.',
    'rate-limited':
      'Zu viele Uploads in kurzer Zeit. Warten Sie eine Minute und versuchen Sie es erneut.',
    'quota-exceeded':
      'Ihr Speicherplatz ist aufgebraucht. Schaffen Sie Platz und versuchen Sie es erneut.',
    'file-too-large': ({ limit }, format) =>
      `Diese Datei ist zu groß${limit === undefined ? '' : ` (erlaubt: ${format.limit(limit)})`}. Wählen Sie eine kleinere.`,
    'file-too-small': 'Diese Datei ist leer oder zu klein. Wählen Sie eine andere.',
    'type-not-allowed':
      'Dateien dieses Typs werden hier nicht angenommen. Wählen Sie eine andere Datei.',
    'too-many-files': 'Zu viele Dateien. Entfernen Sie eine und fügen Sie diese erneut hinzu.',
    'file-changed':
      'Die Datei wurde geändert, verschoben oder gelöscht. Fügen Sie sie erneut hinzu.',
    'name-taken':
      'Unter diesem Namen ist schon eine Datei gespeichert. Benennen Sie Ihre um und fügen Sie sie erneut hinzu.',
    'checksum-mismatch': 'Die Datei ist nicht heil angekommen. Versuchen Sie es erneut.',
    'storage-unavailable':
      'Der Dienst ist ausgelastet oder gestört. Warten Sie kurz und versuchen Sie es erneut.',
    'network-error': 'Die Verbindung ist gestört. Prüfen Sie Ihr Netz und versuchen Sie es erneut.',
  },
  form: {
    required: 'Fügen Sie mindestens eine Datei hinzu.',
    pending: 'Warten Sie, bis alle Dateien hochgeladen sind.',
    failed: 'Eine Datei wurde nicht hochgeladen. Versuchen Sie es erneut oder entfernen Sie sie.',
  },
};
