import type { Format } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';

/** The forms after a verbal noun, because every count here follows one. A count of zero does not occur. */
const FILES = {
  one: 'ملف واحد',
  two: 'ملفين',
  few: '{n} ملفات',
  many: '{n} ملفًا',
  other: '{n} ملف',
};

const BUSY = 'الخدمة مشغولة. انتظر قليلًا، ثم أعد المحاولة.';

const completed = (count: number, format: Format) => `تم رفع ${format.plural(count, FILES)}.`;

/** The widget in Arabic. */
export const ar: Messages = {
  locale: 'ar',
  direction: 'rtl',
  widget: 'رفع الملفات',
  list: 'عمليات الرفع',
  drop: 'أفلت الملفات أو المجلدات هنا',
  dropNow: 'أفلت للرفع',
  browse: 'اختيار ملفات',
  browseFolder: 'اختيار مجلد',
  kinds: { image: 'صور', video: 'فيديو', audio: 'صوت', text: 'ملفات نصية' },
  accepted(kinds, [first, ...types], format) {
    return format.list([...kinds, ...(first ? [`ملفات ${first}`, ...types] : [])]);
  },
  anyFile: 'أي نوع من الملفات',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `، حتى ${format.limit(maxFileSize)} لكل ملف`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. بحد أقصى ${format.plural(maxFiles, FILES)}`;
  },
  status: {
    queued: 'في الانتظار',
    preparing: 'جارٍ التحضير',
    uploading: 'جارٍ الرفع',
    paused: 'متوقف مؤقتًا',
    offline: 'في انتظار الشبكة',
    otherPage: 'في علامة تبويب أخرى',
    heldBack: 'الخدمة مشغولة. يكتمل الرفع تلقائيًا.',
    completing: 'جارٍ الإنهاء',
    completed: 'تم الرفع',
    canceled: 'أُلغي',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} من ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `بقي ${format.duration(milliseconds)}`,
  progressOf: (name) => `تقدّم ${name}`,
  totalProgress: 'تقدّم جميع عمليات الرفع',
  pause: (name) => `إيقاف ${name} مؤقتًا`,
  resume: (name) => `استئناف ${name}`,
  cancel: (name) => `إلغاء ${name}`,
  retry: (name) => `إعادة محاولة ${name}`,
  remove: (name) => `إزالة ${name} من القائمة`,
  undo: 'تراجع',
  copyKey: 'نسخ المفتاح',
  parts: (done, count, format) => `الأجزاء: ${format.count(done)} من ${format.count(count)}`,
  pauseAll: 'إيقاف الكل مؤقتًا',
  resumeAll: 'استئناف الكل',
  cancelAll: 'إلغاء الكل',
  retryFailed: 'إعادة محاولة ما تعذّر',
  clear: 'إزالة المكتمل',
  summary: {
    uploading: (current, count, format) =>
      `جارٍ رفع ${format.count(current)} من ${format.count(count)}`,
    paused: (done, count, format) =>
      `متوقف مؤقتًا، تم رفع ${format.count(done)} من ${format.count(count)}`,
    completed: (count, format) => `تم رفع ${format.plural(count, FILES)}`,
    failed: (failed, count, format) =>
      `تعذّر رفع ${format.count(failed)} من ${format.plural(count, FILES)}`,
    idle: (count, format) => `تم اختيار ${format.plural(count, FILES)}`,
  },
  cannotResume: 'اترك هذه الصفحة مفتوحة حتى يكتمل الرفع.',
  unreadable: (count, format) => `تعذّرت قراءة ${format.plural(count, FILES)}. تحقق من الإذن.`,
  queue: {
    more: 'المزيد',
    rename: 'إعادة تسمية',
    up: 'إلى أعلى',
    down: 'إلى أسفل',
    first: 'إلى الأول',
  },
  unfinished: {
    title: 'عمليات رفع لم تكتمل',
    resume: 'متابعة',
    choose: 'اختيار الملف',
    discard: 'تجاهل',
    changed: 'ليس الملف نفسه. اختره، أو تجاهل الرفع.',
  },
  announce: {
    startedOne: (name) => `جارٍ رفع ${name}.`,
    started: (count, format) => `جارٍ رفع ${format.plural(count, FILES)}.`,
    completedOne: (name) => `تم رفع ${name}.`,
    completed,
    completedAll: completed,
    failedOne: (name, reason) => `تعذّر رفع ${name}. ${reason}`,
    failed: (count, format) => `تعذّر رفع ${format.plural(count, FILES)}.`,
    canceledOne: (name) => `أُلغي رفع ${name}.`,
    canceled: (count, format) => `أُلغي رفع ${format.plural(count, FILES)}.`,
  },
  errors: {
    'invalid-request': 'أعد تحميل هذه الصفحة، ثم أضف الملف مرة أخرى.',
    'not-found': 'الرفع غير مُعدّ هنا كما ينبغي. أبلغ مسؤول هذه الصفحة.',
    unauthorized: 'انتهت جلستك. سجّل الدخول.',
    forbidden: 'لا إذن لك بالرفع. أبلغ مسؤول هذه الصفحة.',
    'token-invalid': 'لا يمكن متابعة هذا الرفع. أعد المحاولة.',
    'rate-limited': BUSY,
    'quota-exceeded': 'نفدت حصتك. أفسح مساحة.',
    'file-too-large': ({ limit }, format) =>
      `الملف كبير جدًا${limit === undefined ? '' : ` (الحد: ${format.limit(limit)})`}. اختر ملفًا أصغر.`,
    'file-too-small': 'الملف صغير جدًا. اختر ملفًا آخر.',
    'type-not-allowed': 'لا يُقبل هذا النوع. اختر ملفًا آخر.',
    'too-many-files': 'الملفات كثيرة. أزل ملفًا، ثم أضف هذا مرة أخرى.',
    'file-changed': 'تغيّر الملف أو حُذف. أضفه مرة أخرى.',
    'name-taken': 'الاسم مأخوذ. غيّره، ثم أضفه مرة أخرى.',
    'checksum-mismatch': 'لم يصل الملف سليمًا. أعد المحاولة.',
    'storage-unavailable': BUSY,
    'network-error': 'انقطع الاتصال. تحقق من الشبكة، ثم أعد المحاولة.',
  },
  form: {
    required: 'أضف ملفًا.',
    pending: 'انتظر حتى يكتمل الرفع.',
    failed: 'أعد محاولة ما تعذّر، أو أزله.',
  },
};
