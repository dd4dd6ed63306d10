/** What came out of a drop. */
export interface DroppedFiles {
  /** In the order of the drop; the files of a folder in the order in which the browser lists them. */
  readonly files: readonly File[];
  /** Files and folders that the browser would not read. */
  readonly unreadable: number;
}

/** What a drop offers; a `DataTransfer` fits. */
export interface DropSource {
  readonly items: Iterable<Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'>>;
}

/** Left in folders by operating systems; nobody means to upload these. */
const SYSTEM_FILES: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * Reads the files of a drop, those in folders too, at any depth.
 *
 * Call it inside the event's handler: a browser takes the items away once the handler has returned,
 * so everything that needs them happens before the first wait.
 */
export async function readDroppedFiles(source: DropSource): Promise<DroppedFiles> {
  const dropped: (File | FileSystemEntry)[] = [];
  for (const item of source.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    // A plain file is taken as it is: the detour over its entry would lose it where entries are refused.
    const found = entry?.isDirectory ? entry : (item.getAsFile() ?? entry);
    if (found) dropped.push(found);
  }
  const read = await Promise.all(
    dropped.map((found) => (found instanceof File ? one(found) : readEntry(found))),
  );
  return join(read);
}

async function readEntry(entry: FileSystemEntry): Promise<DroppedFiles> {
  try {
    if (isFile(entry)) {
      return one(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
    }
    if (!isDirectory(entry)) return { files: [], unreadable: 1 };
    const children = await readDirectory(entry);
    const wanted = children.filter(({ name }) => !SYSTEM_FILES.has(name));
    return join(await Promise.all(wanted.map(readEntry)));
  } catch {
    return { files: [], unreadable: 1 };
  }
}

/** `readEntries` hands out a folder in pages (100 entries in Chromium); an empty page is the end. */
async function readDirectory(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const page = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (page.length === 0) return entries;
    entries.push(...page);
  }
}

function one(file: File): DroppedFiles {
  return { files: [file], unreadable: 0 };
}

function join(read: readonly DroppedFiles[]): DroppedFiles {
  return {
    files: read.flatMap(({ files }) => files),
    unreadable: read.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
