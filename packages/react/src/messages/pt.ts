import type { Messages } from '../text/messages.ts';

const FILES = { one: '{n} arquivo', other: '{n} arquivos' };
const SENT = { one: '{n} arquivo enviado', other: '{n} arquivos enviados' };

/** The widget in Portuguese, as written in Brazil. */
export const pt: Messages = {
  locale: 'pt-BR',
  widget: 'Envio de arquivos',
  list: 'Envios',
  drop: 'Solte arquivos ou pastas aqui',
  dropNow: 'Solte para enviar',
  browse: 'Escolher arquivos',
  browseFolder: 'Escolher pasta',
  kinds: { image: 'imagens', video: 'vídeos', audio: 'áudio', text: 'arquivos de texto' },
  accepted(kinds, [first, ...types], format) {
    return format.list([...kinds, ...(first ? [`arquivos ${first}`, ...types] : [])]);
  },
  anyFile: 'arquivos de qualquer tipo',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, até ${format.limit(maxFileSize)} cada`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. ${format.plural(maxFiles, { one: 'Apenas um arquivo', other: 'No máximo {n} arquivos' })}`;
  },
  status: {
    queued: 'Na fila',
    preparing: 'Preparando',
    uploading: 'Enviando',
    paused: 'Em pausa',
    offline: 'Aguardando a rede',
    otherPage: 'Enviando em outra aba',
    heldBack: 'O armazenamento pediu para ir mais devagar. Continua sozinho.',
    completing: 'Finalizando',
    completed: 'Enviado',
    canceled: 'Cancelado',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} de ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `faltam ${format.duration(milliseconds)}`,
  progressOf: (name) => `Progresso de ${name}`,
  totalProgress: 'Progresso de todos os envios',
  pause: (name) => `Pausar ${name}`,
  resume: (name) => `Retomar ${name}`,
  cancel: (name) => `Cancelar ${name}`,
  retry: (name) => `Tentar ${name} de novo`,
  remove: (name) => `Remover ${name} da lista`,
  undo: 'Desfazer',
  copyKey: 'Copiar chave',
  parts: (done, count, format) => `${format.count(done)} de ${format.count(count)} partes`,
  pauseAll: 'Pausar tudo',
  resumeAll: 'Retomar tudo',
  cancelAll: 'Cancelar tudo',
  retryFailed: 'Repetir os que falharam',
  clear: 'Remover os concluídos',
  summary: {
    uploading: (current, count, format) =>
      `Enviando ${format.count(current)} de ${format.count(count)}`,
    paused: (done, count, format) =>
      `Em pausa, ${format.count(done)} de ${format.count(count)} enviados`,
    completed: (count, format) => format.plural(count, SENT),
    failed: (failed, count, format) =>
      `${format.plural(failed, { one: '{n} falha', other: '{n} falhas' })} em ${format.plural(count, FILES)}`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume:
    'Este navegador não guarda envios inacabados. Deixe esta página aberta até que terminem.',
  unreadable: (count, format) =>
    `Não foi possível ler: ${format.plural(count, FILES)}. Verifique as permissões e tente de novo.`,
  queue: {
    more: 'Mais',
    rename: 'Renomear',
    up: 'Para cima',
    down: 'Para baixo',
    first: 'Para o início',
  },
  unfinished: {
    title: 'Envios não concluídos',
    resume: 'Continuar',
    choose: 'Escolher o arquivo de novo',
    discard: 'Descartar',
    changed: 'Este não é o arquivo cujo envio começou. Escolha aquele ou descarte o envio.',
  },
  announce: {
    startedOne: (name) => `Enviando ${name}.`,
    started: (count, format) => `Enviando ${format.plural(count, FILES)}.`,
    completedOne: (name) => `${name} foi enviado.`,
    completed: (count, format) => `${format.plural(count, SENT)}.`,
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'O envio está concluído.',
        other: 'Todos os {n} arquivos foram enviados.',
      }),
    failedOne: (name, reason) => `${name} falhou. ${reason}`,
    failed: (count, format) =>
      format.plural(count, { one: '{n} envio falhou.', other: '{n} envios falharam.' }),
    canceledOne: (name) => `${name} foi cancelado.`,
    canceled: (count, format) =>
      format.plural(count, { one: '{n} envio cancelado.', other: '{n} envios cancelados.' }),
  },
  errors: {
    'invalid-request':
      'O serviço de envio não entendeu esta página. Recarregue a página e adicione o arquivo de novo.',
    'not-found': 'O envio não está bem configurado aqui. Avise o responsável por esta página.',
    unauthorized: 'Sua sessão terminou. Entre novamente e tente de novo.',
    forbidden: 'Você não pode enviar arquivos aqui. Peça acesso ao responsável por esta página.',
    'token-invalid': 'Este envio não pode continuar. Tente de novo para recomeçá-lo.',
    'rate-limited': 'Envios demais em pouco tempo. Aguarde um minuto e tente de novo.',
    'quota-exceeded': 'Sua cota acabou. Libere espaço e tente de novo.',
    'file-too-large': ({ limit }, format) =>
      `Este arquivo é grande demais${limit === undefined ? '' : ` (máximo: ${format.limit(limit)})`}. Escolha um menor.`,
    'file-too-small': 'Este arquivo está vazio ou é pequeno demais. Escolha outro.',
    'type-not-allowed': 'Arquivos deste tipo não são aceitos aqui. Escolha outro arquivo.',
    'too-many-files': 'Há arquivos demais. Remova um e adicione este de novo.',
    'file-changed': 'O arquivo foi alterado, movido ou excluído. Adicione-o de novo.',
    'name-taken': 'Já existe outro arquivo com este nome. Renomeie o seu e adicione-o de novo.',
    'checksum-mismatch': 'O arquivo não chegou inteiro. Tente de novo para enviar o que falta.',
    'storage-unavailable':
      'O serviço está ocupado ou com problemas. Aguarde um momento e tente de novo.',
    'network-error': 'A conexão foi interrompida. Verifique sua rede e tente de novo.',
  },
  form: {
    required: 'Adicione pelo menos um arquivo.',
    pending: 'Aguarde até que todos os arquivos sejam enviados.',
    failed: 'Um arquivo não foi enviado. Tente de novo ou remova-o.',
  },
};
