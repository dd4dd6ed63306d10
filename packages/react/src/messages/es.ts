import type { Messages } from '../text/messages.ts';

const FILES = { one: '{n} archivo', other: '{n} archivos' };

/** The widget in Spanish. */
export const es: Messages = {
  locale: 'es',
  widget: 'Subida de archivos',
  list: 'Subidas',
  drop: 'Suelte aquí archivos o carpetas',
  dropNow: 'Suelte para subir',
  browse: 'Elegir archivos',
  browseFolder: 'Elegir carpeta',
  kinds: { image: 'imágenes', video: 'vídeos', audio: 'audio', text: 'archivos de texto' },
  accepted(kinds, [first, ...types], format) {
    return format.list([...kinds, ...(first ? [`archivos ${first}`, ...types] : [])]);
  },
  anyFile: 'archivos de cualquier tipo',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, hasta ${format.limit(maxFileSize)} cada uno`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'Un solo archivo', other: 'Como máximo, {n} archivos' })}`;
  },
  status: {
    queued: 'En espera',
    preparing: 'Preparando',
    uploading: 'Subiendo',
    paused: 'En pausa',
    offline: 'Esperando la red',
    otherPage: 'En otra pestaña',
    heldBack: 'El almacenamiento pide ir más despacio. Continuará solo.',
    completing: 'Finalizando',
    completed: 'Subido',
    canceled: 'Cancelado',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} de ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `quedan ${format.duration(milliseconds)}`,
  progressOf: (name) => `Progreso de ${name}`,
  totalProgress: 'Progreso de todas las subidas',
  pause: (name) => `Pausar ${name}`,
  resume: (name) => `Reanudar ${name}`,
  cancel: (name) => `Cancelar ${name}`,
  retry: (name) => `Reintentar ${name}`,
  remove: (name) => `Quitar ${name} de la lista`,
  undo: 'Deshacer',
  copyKey: 'Copiar clave',
  parts: (done, count, format) => `${format.count(done)} de ${format.count(count)} partes`,
  pauseAll: 'Pausar todo',
  resumeAll: 'Reanudar todo',
  cancelAll: 'Cancelar todo',
  retryFailed: 'Reintentar los fallidos',
  clear: 'Quitar los terminados',
  summary: {
    uploading: (current, count, format) =>
      `Subiendo ${format.count(current)} de ${format.count(count)}`,
    paused: (done, count, format) =>
      `En pausa, ${format.count(done)} de ${format.count(count)} subidos`,
    completed: (count, format) =>
      format.plural(count, { one: '{n} archivo subido', other: '{n} archivos subidos' }),
    failed: (failed, count, format) =>
      `${format.plural(failed, { one: '{n} error', other: '{n} errores' })} en ${format.plural(count, FILES)}`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume:
    'Este navegador no guarda las subidas sin terminar. Deje esta página abierta hasta que acaben.',
  unreadable: (count, format) =>
    `No se pudo leer: ${format.plural(count, FILES)}. Compruebe los permisos y vuelva a soltarlos.`,
  queue: {
    more: 'Más',
    rename: 'Cambiar el nombre',
    up: 'Subir un puesto',
    down: 'Bajar un puesto',
    first: 'Poner primero',
  },
  unfinished: {
    title: 'Subidas sin terminar',
    resume: 'Reanudar',
    choose: 'Elija el archivo otra vez',
    discard: 'Descartar',
    changed: 'No es el archivo que empezó a subir. Elija aquel o descarte la subida.',
  },
  announce: {
    startedOne: (name) => `Subiendo ${name}.`,
    started: (count, format) => `Subiendo ${format.plural(count, FILES)}.`,
    completedOne: (name) => `${name} se ha subido.`,
    completed: (count, format) =>
      format.plural(count, {
        one: 'Se ha subido {n} archivo.',
        other: 'Se han subido {n} archivos.',
      }),
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'La subida ha terminado.',
        other: 'Se han subido los {n} archivos.',
      }),
    failedOne: (name, reason) => `Error en ${name}. ${reason}`,
    failed: (count, format) =>
      format.plural(count, { one: 'Ha fallado {n} subida.', other: 'Han fallado {n} subidas.' }),
    canceledOne: (name) => `${name} se ha cancelado.`,
    canceled: (count, format) =>
      format.plural(count, {
        one: 'Se ha cancelado {n} subida.',
        other: 'Se han cancelado {n} subidas.',
      }),
  },
  errors: {
    'invalid-request':
      'El servicio de subida no entendió esta página. Recargue la página y añada el archivo de nuevo.',
    'not-found': 'La subida no está bien configurada aquí. Avise al responsable de esta página.',
    unauthorized: 'Su sesión se ha cerrado. Inicie sesión y reintente.',
    forbidden: 'No puede subir archivos aquí. Pida acceso al responsable de esta página.',
    'token-invalid': 'Esta subida no puede continuar. Reintente para empezarla de nuevo.',
    'rate-limited': 'Demasiadas subidas en poco tiempo. Espere un minuto y reintente.',
    'quota-exceeded': 'Su cuota está agotada. Libere espacio y reintente.',
    'file-too-large': ({ limit }, format) =>
      `Este archivo es demasiado grande${limit === undefined ? '' : ` (máximo: ${format.limit(limit)})`}. Elija uno más pequeño.`,
    'file-too-small': 'Este archivo está vacío o es demasiado pequeño. Elija otro.',
    'type-not-allowed': 'Aquí no se aceptan archivos de este tipo. Elija otro archivo.',
    'too-many-files': 'Hay demasiados archivos. Quite uno y añada este de nuevo.',
    'file-changed': 'El archivo se modificó, se movió o se eliminó. Añádalo de nuevo.',
    'name-taken': 'Ya hay otro archivo con este nombre. Cambie el del suyo y añádalo de nuevo.',
    'checksum-mismatch': 'El archivo no llegó completo. Reintente para enviar lo que falta.',
    'storage-unavailable':
      'El servicio está ocupado o tuvo un problema. Espere un momento y reintente.',
    'network-error': 'Se interrumpió la conexión. Compruebe su red y reintente.',
  },
  form: {
    required: 'Añada al menos un archivo.',
    pending: 'Espere a que se suban todos los archivos.',
    failed: 'Un archivo no se ha subido. Reintente o quítelo.',
  },
};
