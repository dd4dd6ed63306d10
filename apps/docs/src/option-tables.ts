import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ELEMENT_OPTIONS } from '../../../packages/element/src/element-options.ts';
import { attributeOf } from '../../../packages/element/src/with-options.ts';
import {
  type OptionRow,
  WIDGET_OPTIONS,
} from '../../../packages/react/src/widget/widget-options.ts';
import { ROOT } from './pages.ts';

const SOURCES = [
  'packages/react/src/widget/widget-options.ts',
  'packages/element/src/element-options.ts',
];

/** An option as the documentation shows it. */
interface DescribedOption {
  readonly name: string;
  readonly row: OptionRow;
  /** The first sentences of its doc comment. */
  readonly meaning: string;
  /** The text after `@defaultValue`. */
  readonly initial: string;
}

/**
 * Renders the pages that list the widget's options. Their tables come from the declarations of the options.
 *
 * @returns texts by their paths from the repository's root
 * @throws Error when an option has no doc comment, or a page has no place for its table
 */
export function renderOptionTables(): ReadonlyMap<string, string> {
  const element = describe(ELEMENT_OPTIONS);
  return new Map([
    ['packages/element/custom-elements.json', renderManifest(element)],
    ['packages/element/README.md', fill('packages/element/README.md', elementTable(element))],
    [
      'packages/react/docs/widget.md',
      fill('packages/react/docs/widget.md', propTable(describe(WIDGET_OPTIONS))),
    ],
  ]);
}

function describe(rows: Readonly<Record<string, OptionRow>>): readonly DescribedOption[] {
  const text = SOURCES.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
  const comments = new Map(
    Array.from(
      text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(\w+): \{/g),
      ([, comment = '', name = '']) => [
        name,
        comment.replaceAll(/\s*\n?\s+\*\s+|\s+/g, ' ').trim(),
      ],
    ),
  );
  return Object.entries(rows).map(([name, row]) => {
    const [meaning = '', initial = ''] = (comments.get(name) ?? '').split(' @defaultValue ');
    if (!meaning || !initial)
      throw new Error(`The option ${name} needs a doc comment with @defaultValue.`);
    return { name, row, meaning, initial };
  });
}

function elementTable(options: readonly DescribedOption[]): string {
  const rows = options.map(({ name, meaning, initial }) => [
    `\`${attributeOf(name)}\``,
    `\`${name}\``,
    meaning,
    initial,
  ]);
  return table([['attribute', 'property', 'meaning', 'default'], ...rows]);
}

function propTable(options: readonly DescribedOption[]): string {
  const rows = options.map(({ name, meaning, initial }) => [`\`${name}\``, meaning, initial]);
  return table([['prop', 'meaning', 'default'], ...rows]);
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Puts a table between the two marks of a page. */
function fill(path: string, content: string): string {
  const page = readFileSync(join(ROOT, path), 'utf8');
  const [before, rest] = page.split('<!-- options -->');
  const [, after] = (rest ?? '').split('<!-- /options -->');
  if (after === undefined)
    throw new Error(`${path} has no <!-- options --> and <!-- /options -->.`);
  return `${before}<!-- options -->\n\n${content}\n\n<!-- /options -->${after}`;
}

/** Renders the manifest that editors read. Its attributes come from the options, and everything else stays. */
function renderManifest(options: readonly DescribedOption[]): string {
  const manifest = JSON.parse(
    readFileSync(join(ROOT, 'packages/element/custom-elements.json'), 'utf8'),
  );
  manifest.modules[0].declarations[0].attributes = options.map(
    ({ name, row, meaning, initial }) => ({
      name: attributeOf(name),
      fieldName: name,
      type: { text: typeOf(row) },
      ...(row.initial !== undefined && { default: String(row.initial) }),
      description: `${meaning} Default: ${initial}.`.replaceAll('`', ''),
    }),
  );
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function typeOf(row: OptionRow): string {
  if (row.kind === 'choice') return row.choices.map((choice) => `'${choice}'`).join(' | ');
  return { flag: 'boolean', text: 'string', count: 'number' }[row.kind];
}
