import text from './index.css?inline';

/** The widget's stylesheet, for shadow roots. In the package, `flat-styles.js` puts the text itself here. */
export const widgetStyles: string = text;
