import type { Messages } from '../text/messages.ts';

const FILES = { one: '{n} fichier', other: '{n} fichiers' };

/** The widget in French. */
export const fr: Messages = {
  locale: 'fr',
  widget: 'Envoi de fichiers',
  list: 'Envois',
  drop: 'Déposez des fichiers ou des dossiers ici',
  dropNow: 'Relâchez pour envoyer',
  browse: 'Choisir des fichiers',
  browseFolder: 'Choisir un dossier',
  kinds: { image: 'images', video: 'vidéos', audio: 'audio', text: 'fichiers texte' },
  accepted(kinds, [first, ...types], format) {
    return format.list([...kinds, ...(first ? [`fichiers ${first}`, ...types] : [])]);
  },
  anyFile: 'tous les types de fichiers',
  policy(what, maxFileSize, maxFiles, format) {
    const size =
      maxFileSize === undefined ? '' : `, jusqu’à ${format.limit(maxFileSize)} par fichier`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'Un seul fichier', other: '{n} fichiers au plus' })}`;
  },
  status: {
    queued: 'En attente',
    preparing: 'Préparation',
    uploading: 'Envoi en cours',
    paused: 'En pause',
    offline: 'En attente du réseau',
    otherPage: 'Envoi dans un autre onglet',
    heldBack: 'Le stockage demande de ralentir. L’envoi reprendra seul.',
    completing: 'Finalisation',
    completed: 'Envoyé',
    canceled: 'Annulé',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} sur ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `encore ${format.duration(milliseconds)}`,
  progressOf: (name) => `Progression de ${name}`,
  totalProgress: 'Progression de tous les envois',
  pause: (name) => `Mettre ${name} en pause`,
  resume: (name) => `Reprendre ${name}`,
  cancel: (name) => `Annuler ${name}`,
  retry: (name) => `Réessayer ${name}`,
  remove: (name) => `Retirer ${name} de la liste`,
  undo: 'Rétablir',
  copyKey: 'Copier la clé',
  parts: (done, count, format) => `${format.count(done)} parties sur ${format.count(count)}`,
  pauseAll: 'Tout mettre en pause',
  resumeAll: 'Tout reprendre',
  cancelAll: 'Tout annuler',
  retryFailed: 'Réessayer les échecs',
  clear: 'Retirer les terminés',
  summary: {
    uploading: (current, count, format) =>
      `Envoi ${format.count(current)} sur ${format.count(count)}`,
    paused: (done, count, format) =>
      `En pause, ${format.count(done)} sur ${format.count(count)} envoyés`,
    completed: (count, format) =>
      format.plural(count, { one: '{n} fichier envoyé', other: '{n} fichiers envoyés' }),
    failed: (failed, count, format) =>
      `${format.plural(failed, { one: '{n} échec', other: '{n} échecs' })} sur ${format.plural(count, FILES)}`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume: 'Laissez cette page ouverte jusqu’à la fin des envois.',
  unreadable: (count, format) =>
    `Lecture impossible : ${format.plural(count, FILES)}. Vérifiez vos droits, puis réessayez.`,
  queue: {
    more: 'Plus',
    rename: 'Renommer',
    up: 'Monter',
    down: 'Descendre',
    first: 'Mettre en premier',
  },
  unfinished: {
    title: 'Envois inachevés',
    resume: 'Reprendre',
    choose: 'Choisir à nouveau le fichier',
    discard: 'Abandonner',
    changed: 'Ce n’est pas le fichier de départ. Choisissez celui-là ou abandonnez l’envoi.',
  },
  announce: {
    startedOne: (name) => `Envoi de ${name}.`,
    started: (count, format) => `Envoi de ${format.plural(count, FILES)}.`,
    completedOne: (name) => `${name} est envoyé.`,
    completed: (count, format) =>
      format.plural(count, { one: '{n} fichier est envoyé.', other: '{n} fichiers sont envoyés.' }),
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'L’envoi est terminé.',
        other: 'Les {n} fichiers sont tous envoyés.',
      }),
    failedOne: (name, reason) => `Échec de ${name}. ${reason}`,
    failed: (count, format) =>
      format.plural(count, { one: '{n} envoi a échoué.', other: '{n} envois ont échoué.' }),
    canceledOne: (name) => `${name} est annulé.`,
    canceled: (count, format) =>
      format.plural(count, { one: '{n} envoi est annulé.', other: '{n} envois sont annulés.' }),
  },
  errors: {
    'invalid-request':
      'La demande n’a pas été comprise. Rechargez cette page, puis ajoutez-le à nouveau.',
    'not-found': 'L’envoi est mal configuré ici. Prévenez le responsable de cette page.',
    unauthorized: 'Vous êtes déconnecté. Reconnectez-vous, puis réessayez.',
    forbidden:
      'Vous ne pouvez pas envoyer de fichiers ici. Demandez l’accès au responsable de cette page.',
    'token-invalid': 'Cet envoi ne peut pas continuer. Réessayez.',
    'rate-limited': 'Trop d’envois en peu de temps. Attendez une minute, puis réessayez.',
    'quota-exceeded': 'Votre quota est épuisé. Libérez de l’espace, puis réessayez.',
    'file-too-large': ({ limit }, format) =>
      `Ce fichier est trop volumineux${limit === undefined ? '' : ` (maximum : ${format.limit(limit)})`}. Choisissez-en un plus petit.`,
    'file-too-small': 'Ce fichier est vide ou trop petit. Choisissez-en un autre.',
    'type-not-allowed': 'Ce type de fichier n’est pas accepté ici. Choisissez un autre fichier.',
    'too-many-files': 'Trop de fichiers. Retirez-en un, puis ajoutez celui-ci à nouveau.',
    'file-changed': 'Le fichier a été modifié, déplacé ou supprimé. Ajoutez-le à nouveau.',
    'name-taken':
      'Un autre fichier porte déjà ce nom. Renommez le vôtre, puis ajoutez-le à nouveau.',
    'checksum-mismatch': 'Le fichier n’est pas arrivé intact. Réessayez.',
    'storage-unavailable':
      'Le service est occupé ou en panne. Attendez un instant, puis réessayez.',
    'network-error': 'La connexion a été interrompue. Vérifiez votre réseau, puis réessayez.',
  },
  form: {
    required: 'Ajoutez au moins un fichier.',
    pending: 'Attendez la fin des envois.',
    failed: 'Un fichier n’a pas été envoyé. Réessayez ou retirez-le.',
  },
};
