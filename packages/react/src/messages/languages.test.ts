import { UploadError, type UploadErrorCode } from '@slipway/core';
import { ERROR_CODES } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { english } from '../text/english.ts';
import { describeError } from '../text/error-text.ts';
import { createFormat, type Format } from '../text/format.ts';
import type { Messages } from '../text/messages.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { he } from './he.ts';
import { ja } from './ja.ts';
import { pt } from './pt.ts';
import { zh } from './zh.ts';

const GB = 1e9;
const COUNTS = [0, 1, 2, 3, 11, 100];
const CODES = Object.keys(ERROR_CODES) as UploadErrorCode[];
const NAME = '«film.mov»';

/** Languages in other scripts. Latin letters in their texts are leftovers, except in units and file types. */
const OTHER_SCRIPTS: ReadonlySet<Messages> = new Set([ar, he, ja, zh]);
/** Words that another language spells like English. */
const SHARED_WORDS = new Set(['Uploads', 'images', 'audio']);
const LEFTOVERS =
  /\b(the|of|your|file|files|upload(ing|ed)|cancel(ed)?|retry|resume|left|this|then|again|wait(ing)?|choose|add)\b/i;

const languages = { ar, de, es, fr, he, ja, pt, zh };

for (const [name, messages] of Object.entries(languages)) {
  const format = createFormat(messages.locale);

  test(`${name} has the same texts as English, and no others`, () => {
    const { errors, ...others } = messages;
    const { errors: _, ...englishOthers } = english;
    expect(keysOf(others).filter((key) => key !== 'direction')).toEqual(keysOf(englishOthers));
    expect(CODES).toEqual(expect.arrayContaining(Object.keys(errors)));
    for (const code of CODES) {
      expect(describeError(new UploadError(code), messages, format), code).toMatch(/\S/);
    }
  });

  test(`${name} has no empty text and none in English`, () => {
    const inEnglish = say(english, format);
    for (const [key, text] of Object.entries(say(messages, format))) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toMatch(/undefined|NaN|\{n\}|\[object/);
      if (!SHARED_WORDS.has(text)) expect(text, key).not.toBe(inEnglish[key]);
      const words = text.replaceAll(NAME, '').replace(/PDF|ZIP/g, '');
      expect(words, key).not.toMatch(LEFTOVERS);
      if (OTHER_SCRIPTS.has(messages)) expect(words, key).not.toMatch(/[a-z]{3}/i);
    }
  });

  test(`${name} has the plural form that its grammar requires, for every count`, () => {
    const rules = new Intl.PluralRules(messages.locale);
    const strict: Format = {
      ...format,
      plural(n, forms) {
        // For 0 any form will do, because it contains the number.
        if (n > 0) expect(forms, `${n}`).toHaveProperty(rules.select(n));
        return format.plural(n, forms);
      },
    };
    for (const n of COUNTS) {
      for (const text of Object.values(sayCounts(messages, strict, n))) {
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/undefined|NaN|\{n\}/);
        if (n > 2) expect(text).toContain(format.count(n));
      }
    }
  });

  test(`${name} names the file that a button, a bar or an announcement is about`, () => {
    const { progressOf, pause, resume, cancel, retry, remove, announce } = messages;
    const { startedOne, completedOne, canceledOne, failedOne } = announce;
    const named = [progressOf, pause, resume, cancel, retry, remove];
    for (const text of [...named, startedOne, completedOne, canceledOne]) {
      expect(text(NAME, format)).toContain(NAME);
    }
    expect(failedOne(NAME, 'why', format)).toMatch(new RegExp(`${NAME}.*why`));
    expect(new Set(named.map((text) => text(NAME, format))).size).toBe(named.length);
  });
}

test('Arabic and Hebrew run from right to left, and the others follow the page', () => {
  const rightToLeft = Object.entries(languages).filter(([, { direction }]) => direction === 'rtl');
  expect(rightToLeft.map(([name]) => name)).toEqual(['ar', 'he']);
});

/** Every text of a language, by its path in the object. */
function say(messages: Messages, format: Format): Record<string, string> {
  const texts: Record<string, string> = {};
  collect('', messages);
  delete texts.locale;
  delete texts.direction;
  const error = new UploadError('file-too-large', { limit: 3 * GB });
  const empty = new UploadError('file-too-small', { limit: 1 });
  for (const code of CODES) {
    const text = messages.errors[code];
    if (typeof text !== 'function') continue;
    texts[`errors.${code}`] = text(error, format);
    texts[`errors.${code} of nothing`] = text(empty, format);
    texts[`errors.${code} unlimited`] = text(new UploadError(code), format);
  }
  texts.accepted = messages.accepted([messages.kinds.image], ['PDF', 'ZIP'], format);
  texts.policy = messages.policy(messages.anyFile, 5 * GB, 3, format);
  texts.loadedOfTotal = messages.loadedOfTotal(GB, 2 * GB, format);
  texts.timeLeft = messages.timeLeft(72_000, format);
  texts.pause = messages.pause(NAME, format);
  texts.failedOne = messages.announce.failedOne(NAME, '!', format);
  texts.uploading = messages.summary.uploading(1, 3, format);
  texts.paused = messages.summary.paused(1, 3, format);
  return { ...texts, ...sayCounts(messages, format, 3) };

  function collect(path: string, node: object): void {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') texts[path + key] = value;
      else if (typeof value === 'object') collect(`${path}${key}.`, value as object);
    }
  }
}

/** Every text that depends on a count. */
function sayCounts(messages: Messages, format: Format, n: number): Record<string, string> {
  const { summary, announce } = messages;
  return {
    policyCount: messages.policy('!', undefined, n, format),
    completed: summary.completed(n, format),
    failed: summary.failed(1, n, format),
    allFailed: summary.failed(n, n, format),
    idle: summary.idle(n, format),
    unreadable: messages.unreadable(n, format),
    started: announce.started(n, format),
    announced: announce.completed(n, format),
    completedAll: announce.completedAll(n, format),
    announcedFailed: announce.failed(n, format),
    canceled: announce.canceled(n, format),
  };
}

function keysOf(node: object, path = ''): string[] {
  return Object.entries(node)
    .flatMap(([key, value]) =>
      typeof value === 'object' && value ? keysOf(value as object, `${path}${key}.`) : path + key,
    )
    .sort();
}
