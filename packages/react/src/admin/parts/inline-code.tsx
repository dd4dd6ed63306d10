import { Fragment, type ReactNode } from 'react';

/** A sentence whose pieces between backticks are code. */
export function InlineCode({ text }: { readonly text: string }): ReactNode {
  let at = 0;
  return text.split('`').map((piece, i) => {
    // Where it begins is what tells a piece from others of the same words.
    const key = at;
    at += piece.length + 1;
    return i % 2 === 1 ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>;
  });
}
