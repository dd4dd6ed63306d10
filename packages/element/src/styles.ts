import widget from '@slipway/react/styles.css?inline';
import host from './host.css?inline';

let sheet: CSSStyleSheet | undefined;

/** One stylesheet for all elements of the page. Constructed, so that a strict CSP lets it pass. */
export function sharedStyleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(host + widget);
  }
  return sheet;
}
