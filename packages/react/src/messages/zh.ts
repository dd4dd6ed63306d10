import type { Format } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';

const FILES = { other: '{n} 个文件' };

const BUSY = '服务繁忙或出现问题。请稍候，然后重试。';

const completed = (count: number, format: Format) => `已上传 ${format.plural(count, FILES)}。`;

/** The widget in Chinese, in simplified characters. */
export const zh: Messages = {
  locale: 'zh-Hans',
  widget: '文件上传',
  list: '上传列表',
  drop: '将文件或文件夹拖放到此处',
  dropNow: '松开即可上传',
  browse: '选择文件',
  browseFolder: '选择文件夹',
  kinds: { image: '图片', video: '视频', audio: '音频', text: '文本文件' },
  accepted: (kinds, types, format) =>
    `${format.list([...kinds, ...types])}${types.length > 0 ? ' 文件' : ''}`,
  anyFile: '任意类型的文件',
  policy(what, maxFileSize, maxFiles, format) {
    const size = maxFileSize === undefined ? '' : `，每个不超过 ${format.limit(maxFileSize)}`;
    if (maxFiles === undefined) return `${what}${size}`;
    return `${what}${size}。最多 ${format.plural(maxFiles, FILES)}`;
  },
  status: {
    queued: '等待中',
    preparing: '准备中',
    uploading: '上传中',
    paused: '已暂停',
    offline: '正在等待网络',
    otherPage: '正在另一个标签页上传',
    heldBack: '服务繁忙，稍候自动继续。',
    completing: '正在完成',
    completed: '已上传',
    canceled: '已取消',
  },
  loadedOfTotal: (loaded, total, format) => `${format.runningSize(loaded)} / ${format.size(total)}`,
  timeLeft: (milliseconds, format) => `剩余 ${format.duration(milliseconds)}`,
  progressOf: (name) => `${name} 的进度`,
  totalProgress: '全部上传的进度',
  pause: (name) => `暂停 ${name}`,
  resume: (name) => `继续 ${name}`,
  cancel: (name) => `取消 ${name}`,
  retry: (name) => `重试 ${name}`,
  remove: (name) => `从列表中移除 ${name}`,
  undo: '撤销',
  copyKey: '复制键名',
  parts: (done, count, format) => `${format.count(count)} 个分段中的 ${format.count(done)} 个`,
  pauseAll: '全部暂停',
  resumeAll: '全部继续',
  cancelAll: '全部取消',
  retryFailed: '重试失败项',
  clear: '清除已完成',
  summary: {
    uploading: (current, count, format) =>
      `正在上传第 ${format.count(current)} 个，共 ${format.count(count)} 个`,
    paused: (done, count, format) =>
      `已暂停，已上传 ${format.count(done)} 个，共 ${format.count(count)} 个`,
    completed: (count, format) => `已上传 ${format.plural(count, FILES)}`,
    failed: (failed, count, format) =>
      `${format.plural(count, FILES)}中有 ${format.count(failed)} 个失败`,
    idle: (count, format) => format.plural(count, FILES),
  },
  cannotResume: '未完成的上传不会保留。上传完成前请不要关闭此页面。',
  unreadable: (count, format) =>
    `无法读取 ${format.plural(count, FILES)}。请检查权限，然后重新添加。`,
  queue: {
    more: '更多',
    rename: '重命名',
    up: '上移',
    down: '下移',
    first: '移到最前',
  },
  unfinished: {
    title: '未完成的上传',
    resume: '继续',
    choose: '重新选择文件',
    discard: '放弃',
    changed: '不是同一个文件。请选择原文件，或放弃上传。',
  },
  announce: {
    startedOne: (name) => `正在上传 ${name}。`,
    started: (count, format) => `正在上传 ${format.plural(count, FILES)}。`,
    completedOne: (name) => `${name} 已上传。`,
    completed,
    completedAll: completed,
    failedOne: (name, reason) => `${name} 上传失败。${reason}`,
    failed: (count, format) => `${format.plural(count, FILES)}上传失败。`,
    canceledOne: (name) => `${name} 已取消。`,
    canceled: (count, format) => `已取消 ${format.plural(count, FILES)}的上传。`,
  },
  errors: {
    'invalid-request': '请求无法识别。请刷新此页面，然后重新添加。',
    'not-found': '此处的上传配置有误。请联系此页面的管理员。',
    unauthorized: '您已退出登录。请重新登录，然后重试。',
    forbidden: '您没有上传权限。请联系此页面的管理员。',
    'token-invalid': '此上传无法继续。请重试。',
    'rate-limited': BUSY,
    'quota-exceeded': '您的上传配额已用完。请释放一些空间，然后重试。',
    'file-too-large': ({ limit }, format) =>
      `文件太大${limit === undefined ? '' : `（上限 ${format.limit(limit)}）`}。请选择较小的文件。`,
    'file-too-small': '文件为空或太小。请选择其他文件。',
    'type-not-allowed': '此处不接受这种类型的文件。请选择其他文件。',
    'too-many-files': '文件太多。请移除一个，然后重新添加。',
    'file-changed': '文件已被更改、移动或删除。请重新添加。',
    'name-taken': '已有同名文件。请重命名，然后重新添加。',
    'checksum-mismatch': '文件在传输中损坏。请重试。',
    'storage-unavailable': BUSY,
    'network-error': '连接已中断。请检查网络，然后重试。',
  },
  form: {
    required: '请至少添加一个文件。',
    pending: '请等待所有文件上传完成。',
    failed: '有文件未能上传。请重试或将其移除。',
  },
};
