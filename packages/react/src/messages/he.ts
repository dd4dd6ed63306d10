import type { Messages } from '../text/messages.ts';

const FILES = { one: 'קובץ אחד', two: 'שני קבצים', other: '{n} קבצים' };

const BUSY = 'השירות עמוס או תקול. יש להמתין רגע ולנסות שוב.';

/** The widget in Hebrew. */
export const he: Messages = {
  locale: 'he',
  direction: 'rtl',
  widget: 'העלאת קבצים',
  list: 'העלאות',
  drop: 'ניתן לגרור לכאן קבצים או תיקיות',
  dropNow: 'יש לשחרר כדי להעלות',
  browse: 'בחירת קבצים',
  browseFolder: 'בחירת תיקייה',
  kinds: { image: 'תמונות', video: 'סרטונים', audio: 'שמע', text: 'קובצי טקסט' },
  accepted(kinds, [first, ...types], format) {
    return format.list([...kinds, ...(first ? [`קובצי ${first}`, ...types] : [])]);
  },
  anyFile: 'קבצים מכל סוג',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `, עד ${format.limit(maxFileSize)} לקובץ`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}. לכל היותר ${format.plural(maxFiles, FILES)}`;
  },
  status: {
    queued: 'בהמתנה',
    preparing: 'בהכנה',
    uploading: 'בהעלאה',
    paused: 'מושהה',
    offline: 'בהמתנה לרשת',
    otherPage: 'בהעלאה בכרטיסייה אחרת',
    heldBack: 'האחסון ביקש להאט. ההעלאה תימשך מעצמה.',
    completing: 'בסיום',
    completed: 'הועלה',
    canceled: 'בוטל',
  },
  loadedOfTotal: (loaded, total, format) =>
    `${format.runningSize(loaded)} מתוך ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `נותרו ${format.duration(milliseconds)}`,
  progressOf: (name) => `התקדמות ${name}`,
  totalProgress: 'התקדמות כל ההעלאות',
  pause: (name) => `השהיית ${name}`,
  resume: (name) => `המשך ${name}`,
  cancel: (name) => `ביטול ${name}`,
  retry: (name) => `ניסיון חוזר ${name}`,
  remove: (name) => `הסרת ${name} מהרשימה`,
  undo: 'ביטול הפעולה',
  copyKey: 'העתקת המפתח',
  parts: (done, count, format) => `${format.count(done)} מתוך ${format.count(count)} חלקים`,
  pauseAll: 'השהיית הכול',
  resumeAll: 'המשך הכול',
  cancelAll: 'ביטול הכול',
  retryFailed: 'ניסיון חוזר לנכשלים',
  clear: 'הסרת מה שהסתיים',
  summary: {
    uploading: (current, count, format) =>
      `בהעלאה: ${format.count(current)} מתוך ${format.count(count)}`,
    paused: (done, count, format) =>
      `מושהה, הועלו ${format.count(done)} מתוך ${format.count(count)}`,
    completed: (count, format) =>
      format.plural(count, {
        one: 'קובץ אחד הועלה',
        two: 'שני קבצים הועלו',
        other: '{n} קבצים הועלו',
      }),
    failed: (failed, count, format) =>
      `${format.count(failed)} מתוך ${format.plural(count, FILES)} נכשלו`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume: 'יש להשאיר את הדף פתוח עד לסיום ההעלאות.',
  unreadable: (count, format) =>
    `לא ניתן לקרוא ${format.plural(count, FILES)}. יש לבדוק את ההרשאות ולנסות שוב.`,
  queue: {
    more: 'עוד',
    rename: 'שינוי שם',
    up: 'למעלה',
    down: 'למטה',
    first: 'לראש הרשימה',
  },
  unfinished: {
    title: 'העלאות שלא הסתיימו',
    resume: 'המשך',
    choose: 'בחירת הקובץ שוב',
    discard: 'ויתור',
    changed: 'זה אינו הקובץ שהעלאתו החלה. יש לבחור אותו או לוותר.',
  },
  announce: {
    startedOne: (name) => `${name} בהעלאה.`,
    started: (count, format) => `${format.plural(count, FILES)} בהעלאה.`,
    completedOne: (name) => `${name} הועלה.`,
    completed: (count, format) => `הסתיימה העלאה של ${format.plural(count, FILES)}.`,
    completedAll: (count, format) =>
      format.plural(count, {
        one: 'ההעלאה הסתיימה.',
        two: 'שני הקבצים הועלו.',
        other: 'כל {n} הקבצים הועלו.',
      }),
    failedOne: (name, reason) => `${name} נכשל. ${reason}`,
    failed: (count, format) => `נכשלה העלאה של ${format.plural(count, FILES)}.`,
    canceledOne: (name) => `${name} בוטל.`,
    canceled: (count, format) => `בוטלה העלאה של ${format.plural(count, FILES)}.`,
  },
  errors: {
    'invalid-request': 'הבקשה לא הובנה. יש לרענן את הדף ולהוסיף שוב את הקובץ.',
    'not-found': 'ההעלאה אינה מוגדרת כאן כראוי. יש לפנות לאחראי על הדף.',
    unauthorized: 'החיבור לחשבון נותק. יש להתחבר ולנסות שוב.',
    forbidden: 'אין לך הרשאה להעלות לכאן. יש לבקש גישה מהאחראי על הדף.',
    'token-invalid': 'לא ניתן להמשיך העלאה זו. יש לנסות שוב.',
    'rate-limited': BUSY,
    'quota-exceeded': 'מכסת ההעלאה נוצלה. יש לפנות מקום ולנסות שוב.',
    'file-too-large': ({ limit }, format) =>
      `הקובץ גדול מדי${limit === undefined ? '' : ` (עד ${format.limit(limit)})`}. יש לבחור קובץ קטן יותר.`,
    'file-too-small': 'הקובץ קטן מדי. יש לבחור קובץ אחר.',
    'type-not-allowed': 'קבצים מסוג זה אינם מתקבלים כאן. יש לבחור קובץ אחר.',
    'too-many-files': 'יש יותר מדי קבצים. יש להסיר אחד ולהוסיף שוב את זה.',
    'file-changed': 'הקובץ השתנה, הועבר או נמחק. יש להוסיף אותו שוב.',
    'name-taken': 'קיים כבר קובץ אחר בשם זה. יש לשנות את שם הקובץ ולהוסיף אותו שוב.',
    'checksum-mismatch': 'הקובץ לא הגיע שלם. יש לנסות שוב.',
    'storage-unavailable': BUSY,
    'network-error': 'החיבור נותק. יש לבדוק את הרשת ולנסות שוב.',
  },
  form: {
    required: 'יש להוסיף לפחות קובץ אחד.',
    pending: 'יש להמתין לסיום ההעלאות.',
    failed: 'קובץ לא הועלה. יש לנסות שוב או להסיר אותו.',
  },
};
