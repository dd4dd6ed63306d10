import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);

/**
 * Writes the result of one benchmark into `docs/benchmarks.md`. It replaces only the section with the same title.
 */
export async function writeSection(title: string, paragraphs: readonly string[]): Promise<void> {
  const sections = new Map((await readSections()).map((section) => [titleOf(section), section]));
  sections.set(title, [`## ${title}`, ...paragraphs].join('\n\n'));
  const body = [...sections.values()].map((section) => section.trim()).join('\n\n');
  await writeFile(PAGE, `${introduction()}\n\n${body}\n`);
}

/** The sections after the introduction. There are none if the page does not exist yet. */
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

\`npm run bench\` writes this page. [apps/bench](../apps/bench) says what each benchmark measures and how the peers are configured.
Each table comes from one run. All uploaders take turns with the same files over the same link. Each turn runs in a fresh page,
into a storage that discards the bytes. The bare loop is six parallel PUTs with presigned URLs that it already has. It creates,
confirms, checksums and retries nothing.

The machine had ${cpus().length} cores and ${memoryGiB} GiB of memory. Browser, backend, link and storage ran on it side by side. Single figures vary by
about 8 %, and more on a busy machine. Ratios are more stable.`;
}
