import widget from '@slipway/react/styles.css?inline';
import host from './host.css?inline';

let sheet: CSSStyleSheet | undefined;

/** One stylesheet that all elements of the page share. It is constructed, so a strict CSP allows it. */
export function sharedStyleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(host + widget);
  }
  return sheet;
}
