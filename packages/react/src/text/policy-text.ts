import { acceptOf, type UploadPolicy } from '@slipway/protocol';
import type { Format } from './format.ts';
import type { FileKind, Messages } from './messages.ts';

const KINDS: Readonly<Record<string, FileKind>> = {
  'image/*': 'image',
  'video/*': 'video',
  'audio/*': 'audio',
  'text/*': 'text',
};

/** Types whose usual name is not the end of their MIME type. */
const NAMES: Readonly<Record<string, string>> = {
  'application/gzip': 'GZIP',
  'application/msword': 'DOC',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.ms-powerpoint': 'PPT',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/x-zip-compressed': 'ZIP',
  'audio/mpeg': 'MP3',
  'image/svg+xml': 'SVG',
  'text/plain': 'TXT',
  'video/quicktime': 'MOV',
};

/** Describes the policy, so that users know it before they choose files: `Images and videos, up to 50 GB each`. */
export function describePolicy(policy: UploadPolicy, messages: Messages, format: Format): string {
  const what = describeTypes(acceptOf(policy), messages, format);
  const [first = ''] = what;
  const sentence = first.toLocaleUpperCase(messages.locale) + what.slice(first.length);
  return messages.policy(sentence, policy.maxFileSize, policy.maxFiles, format);
}

function describeTypes(accept: readonly string[], messages: Messages, format: Format): string {
  const entries = accept.map((entry) => entry.trim().toLowerCase());
  if (entries.length === 0 || entries.includes('*/*') || entries.includes('*')) {
    return messages.anyFile;
  }
  const kinds = entries.flatMap((entry) => KINDS[entry] ?? []);
  const types = new Set(entries.filter((entry) => !KINDS[entry]).map(nameOfType));
  const words = kinds.map((kind) => messages.kinds[kind]);
  return messages.accepted(words, [...types], format);
}

function nameOfType(entry: string): string {
  const tail = entry.startsWith('.') ? entry.slice(1) : entry.replace(/^[^/]*\/(x-)?/, '');
  return NAMES[entry] ?? tail.toUpperCase();
}
