import type { Outcome, SentPart } from './simulate-upload.ts';
import type { SimulatedLink } from './simulated-link.ts';

const MiB = 1024 ** 2;
const WIDTH = 760;
const LEFT = 92;
const ROW = 20;
const GAP = 4;
const TITLE = 34;
const AXIS = 30;

/** An upload to draw. */
interface DrawnUpload {
  readonly title: string;
  readonly outcome: Outcome;
}

/**
 * Draws uploads one above the other, on one scale of time: a row for each connection, and a bar for each request with the
 * size of its part. The colors suit light and dark pages.
 */
export function drawUpload(link: SimulatedLink, uploads: readonly DrawnUpload[]): string {
  const longest = Math.max(...uploads.map(({ outcome }) => outcome.seconds));
  const perSecond = (WIDTH - LEFT - 12) / longest;
  const blockHeight = TITLE + link.shares.length * (ROW + GAP) + AXIS;
  const blocks = uploads.map((upload, i) => drawBlock(link, upload, i * blockHeight, perSecond));
  const height = uploads.length * blockHeight + 4;
  const facts = uploads.map(({ title, outcome }) => `${title}: ${outcome.seconds.toFixed(1)} s`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${link.name}. ${facts.join(', ')}.">
<style>
text { font: 12px system-ui, sans-serif; fill: #555b66; }
.title { font-size: 14px; font-weight: 600; }
.size { font-size: 11px; fill: #fff; text-anchor: middle; }
.tick { text-anchor: middle; }
.line { stroke: #8a909c; stroke-opacity: 0.45; }
.end { stroke: #c2410c; stroke-width: 2; }
.part { fill: #2f6fde; }
.again { fill: #9a5b13; }
@media (prefers-color-scheme: dark) { text { fill: #b8bec9; } .part { fill: #3b76d8; } }
</style>
${blocks.join('\n')}
</svg>
`;
}

function drawBlock(
  link: SimulatedLink,
  { title, outcome }: DrawnUpload,
  top: number,
  perSecond: number,
): string {
  const rows = top + TITLE;
  const bottom = rows + link.shares.length * (ROW + GAP);
  const xOf = (seconds: number) => Number((LEFT + seconds * perSecond).toFixed(1));
  const yOf = (lane: number) => rows + lane * (ROW + GAP);
  const heading = `${title.charAt(0).toUpperCase()}${title.slice(1)}: ${outcome.seconds.toFixed(1)} s`;
  const lanes = link.shares.map(
    (share, i) =>
      `<text x="${LEFT - 8}" y="${yOf(i) + 14}" text-anchor="end">${Math.round((share * link.perConnection * 8) / 1e6)} Mbit/s</text>`,
  );
  const ticks = Array.from({ length: Math.floor(outcome.seconds / 2) + 1 }, (_, i) => 2 * i).map(
    (seconds) =>
      `<text class="tick" x="${xOf(seconds)}" y="${bottom + 14}">${seconds} s</text><line class="line" x1="${xOf(seconds)}" x2="${xOf(seconds)}" y1="${rows}" y2="${bottom}"/>`,
  );
  const end = xOf(outcome.seconds);
  return [
    `<text class="title" x="0" y="${top + 18}">${heading}</text>`,
    ...ticks,
    ...lanes,
    ...outcome.sent.map((sent) => drawPart(sent, xOf, yOf)),
    `<line class="end" x1="${end}" x2="${end}" y1="${rows - 4}" y2="${bottom + 2}"/>`,
  ].join('\n');
}

function drawPart(
  { lane, bytes, fromSeconds, toSeconds, again }: SentPart,
  xOf: (seconds: number) => number,
  yOf: (lane: number) => number,
): string {
  const x = xOf(fromSeconds);
  const width = Math.max(xOf(toSeconds) - x - 2, 1);
  const label =
    width > 20
      ? `<text class="size" x="${(x + width / 2).toFixed(1)}" y="${yOf(lane) + 14}">${Math.round(bytes / MiB)}</text>`
      : '';
  return `<rect class="${again ? 'part again' : 'part'}" x="${x}" y="${yOf(lane)}" width="${width.toFixed(1)}" height="${ROW}" rx="2"/>${label}`;
}
