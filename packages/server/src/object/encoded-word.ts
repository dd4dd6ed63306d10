/**
 * Text of any language in headers, as S3 stores and returns it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2047
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */

/** Headers carry this unchanged: printable ASCII without spaces at the ends, because HTTP drops those. */
const PLAIN = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;
/** An encoded word has at most 75 characters, so its text has at most 45 bytes. */
const MAX_WORD_BYTES = 45;

/** Encodes text that a header would change, or that looks encoded. Returns any other text unchanged. */
export function encodeText(text: string): string {
  if (PLAIN.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let word = '';
  // A word ends between two characters, never within one.
  for (const character of text) {
    if (Buffer.byteLength(word + character) > MAX_WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}

/** One or more encoded words. Space between two of them is not part of the text. */
const WORDS = /=\?utf-8\?[bq]\?[!->@-~]*\?=(?:\s+=\?utf-8\?[bq]\?[!->@-~]*\?=)*/gi;
const WORD = /=\?utf-8\?([bq])\?([!->@-~]*)\?=/gi;

/** Decodes what {@link encodeText} or S3 has encoded. Returns any other text unchanged. */
export function decodeText(text: string): string {
  return text.replace(WORDS, (words) => {
    const bytes = Array.from(words.matchAll(WORD), ([, form = '', encoded = '']) =>
      form.toLowerCase() === 'b' ? Buffer.from(encoded, 'base64') : unquote(encoded),
    );
    // S3 may split a character between two words.
    return Buffer.concat(bytes).toString();
  });
}

/** Decodes the Q encoding, which S3 uses for text that is mostly ASCII. */
function unquote(encoded: string): Buffer {
  const bytes = encoded
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
