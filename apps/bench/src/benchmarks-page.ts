import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);

/**
 * Puts one benchmark's result into `docs/benchmarks.md`, in place of what stood under the same title. What other
 * benchmarks wrote stays.
 */
export async function writeSection(title: string, paragraphs: readonly string[]): Promise<void> {
  const sections = new Map((await readSections()).map((section) => [titleOf(section), section]));
  sections.set(title, [`## ${title}`, ...paragraphs].join('\n\n'));
  const body = [...sections.values()].map((section) => section.trim()).join('\n\n');
  await writeFile(PAGE, `${introduction()}\n\n${body}\n`);
}

/** What stands under each heading. None where there is no page yet. */
async function readSections(): Promise<readonly string[]> {
  try {
    return (await readFile(PAGE, 'utf8')).split(/^(?=## )/m).slice(1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function titleOf(section: string): string {
  return section.slice('## '.length, section.indexOf('\n'));
}

function introduction(): string {
  const memoryGiB = Math.round(totalmem() / 1024 ** 3);
  return `# Benchmarks

Written by \`npm run bench\`; [apps/bench](../apps/bench) says what each one measures, and by which settings the peers
run. Each table comes from one run of its benchmark: all take turns, each in a fresh page, with the same files, over
the same link, into a storage that throws bytes away. The bare loop is six parallel PUTs with presigned URLs in hand:
nothing is created, confirmed, checksummed or retried.

The machine was one of ${cpus().length} cores and ${memoryGiB} GiB of memory, on which browser, backend, link and storage ran side by side. Single
figures drift by some 8 % and more on a busy machine; ratios hold better.`;
}
