import { readFileSync } from 'node:fs';

/** What the section reads of the figures that `npm run soak -- --figures=FILE` writes. */
interface SoakFigures {
  readonly minutes: number;
  readonly uploadingMinutes: number;
  readonly uploads: number;
  readonly callers: number;
  readonly objects: number;
  readonly unanswered: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly strikes: Readonly<Record<string, number>>;
  readonly all: Latency;
  readonly inFaults: Latency;
  readonly outsideFaults: Latency;
  /** Older figures lack it. */
  readonly served?: Latency;
  readonly memory: { readonly resident: readonly number[]; readonly heapUsed: readonly number[] };
  readonly missed: readonly string[];
}

/** In milliseconds. */
interface Latency {
  readonly answers: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly slow: number;
}

const FIGURES = new URL('../../apps/server/soak/figures.json', import.meta.url);
const MiB = 1024 ** 2;

/** The section of the scorecard's page. */
export function soakSection(): string {
  const figures: SoakFigures = JSON.parse(readFileSync(FIGURES, 'utf8'));
  const { minutes, uploadingMinutes, uploads, callers, counts, strikes, missed } = figures;
  const lines = rowsOf(figures).map((cells) => `| ${cells.join(' | ')} |`);
  const verdict = missed.length === 0 ? 'All bars held.' : `Missed: ${missed.join('; ')}.`;
  return `## Soak

\`npm run soak\` runs a whole deployment for an hour: two replicas of the built backend behind nginx, a Redis, and a Ceph of three
OSDs. ${uploads} clients of ${callers} callers upload at a time, at the pace of people. Most files have a few kilobytes. Every 25th
has two to five parts of 5 MiB. At random a replica is killed, Redis pauses for 1 to 5 s, an OSD stops for 20 to 60 s, and clients
vanish at any step. Some clients abort, complete and abort at once, or ask again. At the end, no upload starts for five minutes, in
which the sweeper has its turns.

- **Answers** are timed from the client's first byte to the answer's last, through nginx. They include the 503 with which the
  backend refuses while Redis or Ceph does not answer.
- **Memory** is the resident memory of one replica's process, which no fault kills. The uploading time has six parts of equal
  length, and the first one is the warm-up. The median of each later part must be within 10 % of the second part's.
- **Objects** are listed with their ETags, which S3 computes from the contents. Each belongs to an upload whose caller the backend told
  of it. What a client has stored and never completed must be gone. The soak's owner deletes most large ones while it runs, after
  reading them byte for byte.
- **Quotas** are at zero if each caller can reserve the whole quota again.

The last run took ${minutes} minutes, ${uploadingMinutes} of them with uploads, on a machine with two cores that also ran other
tests.${shortened(minutes)} ${sum(strikes)} faults struck: ${list(strikes)}. ${number(counts.uploads)} uploads started. ${vanished(counts)} clients vanished
for good, and ${number(figures.unanswered)} requests got no answer, because their replica was killed or their client had vanished.

| measured | bar | last run |
| -------- | --- | -------- |
${lines.join('\n')}

${verdict}

`;
}

function rowsOf(figures: SoakFigures): readonly (readonly string[])[] {
  const { all, inFaults, outsideFaults, memory, objects, counts } = figures;
  return [
    [
      '99 % of all answers',
      'within 2 s',
      `within ${milliseconds(all.p99)}, of ${number(all.answers)}`,
    ],
    [
      '99 % of answers outside faults',
      '',
      `within ${milliseconds(outsideFaults.p99)}, of ${number(outsideFaults.answers)}`,
    ],
    [
      '99 % of answers during faults',
      '',
      `within ${milliseconds(inFaults.p99)}, of ${number(inFaults.answers)}`,
    ],
    ...(figures.served ? [servedRow(figures.served)] : []),
    ['median of all answers', '', milliseconds(all.p50)],
    ['answers over 2 s', '', `${number(all.slow)}; the slowest took ${milliseconds(all.max)}`],
    ['resident memory, in MiB', 'flat within 10 %', mebibytes(memory.resident)],
    ['heap used, in MiB', '', mebibytes(memory.heapUsed)],
    [
      'objects at the end',
      'exactly those that callers were told of',
      `${number(objects)}, and ${number(counts['deleted by the owner'])} deleted before`,
    ],
    ['objects read, byte for byte', 'all right', number(counts['read, byte for byte'])],
    ['unfinished uploads, used quotas, contradictions', 'none', othersIn(figures.missed)],
  ];
}

/** The hour includes the end, whose length differs a little. */
function shortened(minutes: number): string {
  return minutes < 58 ? ' **It was ended early, so this is not the whole hour.**' : '';
}

/** Broken promises other than those of the first rows. */
function othersIn(missed: readonly string[]): string {
  const others = missed.filter((line) => !/percentile|memory|objects/.test(line));
  return others.length === 0 ? 'none' : others.join('; ');
}

const servedRow = ({ p99, answers }: Latency) => [
  '99 % of answers without those 503',
  '',
  `within ${milliseconds(p99)}, of ${number(answers)}`,
];

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const list = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count} times`)
    .join(', ');

/** Those in mid-complete come back. */
function vanished(counts: Readonly<Record<string, number>>): string {
  const stories = Object.entries(counts).filter(
    ([name]) => name.startsWith('story: vanish') && !name.endsWith('in complete'),
  );
  return number(sum(Object.fromEntries(stories)));
}

const number = (value = 0) => value.toLocaleString('en');
const milliseconds = (value: number) => `${number(Math.round(value))} ms`;
const mebibytes = (values: readonly number[]) =>
  values.map((value) => Math.round(value / MiB)).join(', ');
