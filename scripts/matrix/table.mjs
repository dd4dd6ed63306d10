/**
 * Replaces the rows of a table on a page, between `<!-- NAME: npm run matrix -->` and `<!-- /NAME -->`. Rows that did not run
 * this time stay as they were. Rows of stacks that no longer exist are removed.
 *
 * @param {string} page the text of the page
 * @param {string} name of the table
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} ran the new rows. The first cell is the name of the stack
 * @param {readonly string[]} order the names of all stacks
 * @returns {string} the new text
 */
export function updateTable(page, name, head, ran, order) {
  const [begin, end] = [`<!-- ${name}: npm run matrix -->`, `<!-- /${name} -->`];
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(end);
  if (from < begin.length || to < from) throw new Error(`The page has no table ${name}.`);
  const rows = new Map(readRows(page.slice(from, to)).map((row) => [row[0], row]));
  for (const row of ran) rows.set(row[0], row);
  const shown = order.flatMap((stack) => (rows.has(stack) ? [rows.get(stack)] : []));
  const lines = [head, head.map(() => '---'), ...shown].map((cells) => `| ${cells.join(' | ')} |`);
  return `${page.slice(0, from)}\n\n${lines.join('\n')}\n\n${page.slice(to)}`;
}

/** The rows of a Markdown table, without its head. */
function readRows(text) {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
