import type { Format } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';

const FILES = { other: '{n}件のファイル' };

const BUSY = 'サービスが混み合っています。少し待ってから再試行してください。';

const completed = (count: number, format: Format) =>
  `${format.plural(count, FILES)}をアップロードしました。`;

/** The widget in Japanese. */
export const ja: Messages = {
  locale: 'ja',
  widget: 'ファイルのアップロード',
  list: 'アップロード',
  drop: 'ここにファイルまたはフォルダーをドロップ',
  dropNow: 'ドロップしてアップロード',
  browse: 'ファイルを選択',
  browseFolder: 'フォルダーを選択',
  kinds: { image: '画像', video: '動画', audio: '音声', text: 'テキストファイル' },
  accepted: (kinds, types, format) =>
    `${format.list([...kinds, ...types])}${types.length > 0 ? 'ファイル' : ''}`,
  anyFile: 'すべての種類のファイル',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `、1件${format.limit(maxFileSize)}まで`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}。${format.plural(maxFiles, { other: '最大{n}件' })}`;
  },
  status: {
    queued: '待機中',
    preparing: '準備中',
    uploading: 'アップロード中',
    paused: '一時停止中',
    offline: 'ネットワークを待っています',
    otherPage: '別のタブで送信中',
    heldBack: 'サービスが混み合っています。自動で続行します。',
    completing: '仕上げ中',
    completed: 'アップロード済み',
    canceled: 'キャンセル済み',
  },
  loadedOfTotal: (loaded, total, format) => `${format.runningSize(loaded)} / ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `残り${format.duration(milliseconds)}`,
  progressOf: (name) => `${name}の進行状況`,
  totalProgress: 'すべてのアップロードの進行状況',
  pause: (name) => `${name}を一時停止`,
  resume: (name) => `${name}を再開`,
  cancel: (name) => `${name}をキャンセル`,
  retry: (name) => `${name}を再試行`,
  remove: (name) => `${name}をリストから削除`,
  undo: '元に戻す',
  copyKey: 'キーをコピー',
  parts: (done, count, format) => `${format.count(count)} パート中 ${format.count(done)}`,
  pauseAll: 'すべて一時停止',
  resumeAll: 'すべて再開',
  cancelAll: 'すべてキャンセル',
  retryFailed: '失敗したものを再試行',
  clear: '完了したものを消去',
  summary: {
    uploading: (current, count, format) =>
      `${format.count(count)}件中${format.count(current)}件目をアップロード中`,
    paused: (done, count, format) =>
      `一時停止中、${format.count(count)}件中${format.count(done)}件アップロード済み`,
    completed: (count, format) => `${format.plural(count, FILES)}をアップロードしました`,
    failed: (failed, count, format) =>
      `${format.count(count)}件中${format.count(failed)}件が失敗しました`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume: '完了までこのページを開いたままにしてください。',
  unreadable: (count, format) =>
    `${format.plural(count, FILES)}を読み取れませんでした。権限を確認してください。`,
  queue: {
    more: 'その他',
    rename: '名前を変更',
    up: '上へ',
    down: '下へ',
    first: '先頭へ',
  },
  unfinished: {
    title: '未完了のアップロード',
    resume: '続行',
    choose: 'ファイルを選択し直す',
    discard: '破棄',
    changed: '開始時のファイルと異なります。元のファイルを選択するか、破棄してください。',
  },
  announce: {
    startedOne: (name) => `${name}をアップロードしています。`,
    started: (count, format) => `${format.plural(count, FILES)}をアップロードしています。`,
    completedOne: (name) => `${name}をアップロードしました。`,
    completed,
    completedAll: completed,
    failedOne: (name, reason) => `${name}は失敗しました。${reason}`,
    failed: (count, format) => `${format.count(count)}件のアップロードが失敗しました。`,
    canceledOne: (name) => `${name}をキャンセルしました。`,
    canceled: (count, format) => `${format.count(count)}件のアップロードをキャンセルしました。`,
  },
  errors: {
    'invalid-request': '再読み込みして、追加し直してください。',
    'not-found': 'アップロードが正しく設定されていません。このページの管理者にお知らせください。',
    unauthorized: 'サインインしてから再試行してください。',
    forbidden: 'アップロードする権限がありません。このページの管理者にお知らせください。',
    'token-invalid': '続行できません。再試行してください。',
    'rate-limited': BUSY,
    'quota-exceeded': '容量に空きがありません。',
    'file-too-large': ({ limit }, format) =>
      `ファイルが大きすぎます${limit === undefined ? '' : `（上限${format.limit(limit)}）`}。小さいファイルを選んでください。`,
    'file-too-small': 'ファイルが小さすぎます。別のファイルを選んでください。',
    'type-not-allowed': 'この種類のファイルは受け付けていません。別のファイルを選んでください。',
    'too-many-files': 'ファイルが多すぎます。減らして追加し直してください。',
    'file-changed': 'ファイルが変更または削除されました。追加し直してください。',
    'name-taken': '同名のファイルがあります。名前を変えて追加し直してください。',
    'checksum-mismatch': '正しく届きませんでした。再試行してください。',
    'storage-unavailable': BUSY,
    'network-error': 'ネットワークを確認してから再試行してください。',
  },
  form: {
    required: 'ファイルを1件以上追加してください。',
    pending: 'アップロードが完了するまでお待ちください。',
    failed: '失敗したファイルを再試行するか、削除してください。',
  },
};
