import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes each stylesheet as one file, for pages and bundlers that follow no `@import`, and the widget's styles as a
 * module, for its shadow root. Some bundlers do not read `exports`, so the files are where `exports` says they are.
 * The build of the workspace and `pnpm pack` run this.
 */
const MODULE = 'dist/styles/widget-styles.js';
const IMPORT = /^@import "([^"]+)" layer\((\w+)\);$/gm;
/** A list of selectors before its block. At-rules and declarations do not match. */
const SELECTORS = /(?<=^|[{}])\s*[^{};@]+(?=\{)/g;
const COMMENT = /\/\*.*?\*\//gs;
const KEYFRAME = /^\s*(?:from|to|\d+%)\s*$/;
/** A comma outside of parentheses. */
const COMMA = /,(?![^(]*\))/;
const PSEUDO_ELEMENT_OR_END = /(?:::[\w-]+)?$/;

for (const [name, index] of Object.entries({ styles: 'index', admin: 'admin' })) {
  const layered = read(`${index}.css`).replace(
    IMPORT,
    (_, path, layer) => `@layer ${layer} {\n${read(path)}\n}`,
  );
  write(`${name}.css`, layered);
  write(`${name}-unlayered.css`, withoutLayers(`${index}.css`));
  if (name === 'styles' && existsSync(new URL(MODULE, import.meta.url))) {
    write(MODULE, `export const widgetStyles = ${JSON.stringify(layered)};`);
  }
}

/** The same rules without a layer, each more specific than the page's own, after rules that undo the page's own. */
function withoutLayers(index) {
  const paths = Array.from(read(index).matchAll(IMPORT), ([, path]) => path);
  return [read('guard.css'), ...paths.map((path) => raised(read(path)))].join('\n\n');
}

/** Adds the specificity of an ID to each selector. No element has this ID. */
function raised(css) {
  return css.replace(COMMENT, '').replace(SELECTORS, (selectors) => {
    if (KEYFRAME.test(selectors)) return selectors;
    const all = selectors.split(COMMA).map((selector) => selector.trimEnd());
    return `${all.map((one) => one.replace(PSEUDO_ELEMENT_OR_END, ':not(#_)$&')).join(',')} `;
  });
}

function read(path) {
  return readFileSync(new URL(`src/styles/${path}`, import.meta.url), 'utf8').trimEnd();
}

function write(path, text) {
  writeFileSync(new URL(path, import.meta.url), `${text}\n`);
}
