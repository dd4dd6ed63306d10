import { type FoundFiles, foundFiles } from '@slipway/core';
import type { FileSource } from './file-source.ts';

/** Which files the picker offers. */
interface PickOptions {
  /** As in HTML, lower case. Empty offers all files. */
  readonly accept: readonly string[];
  /** Whether the user may pick several files. */
  readonly multiple: boolean;
}

/** The part of the File System Access API's picker that this file uses. TypeScript has no types for it yet. */
type OpenFilePicker = (options: {
  readonly multiple: boolean;
  readonly types?: readonly [{ readonly accept: Readonly<Record<string, readonly string[]>> }];
}) => Promise<readonly FileSystemFileHandle[]>;

/** The picker groups extensions by type. This type has no extensions of its own. */
const ANY_TYPE = 'application/x-by-extension';
/** The types and extensions that the picker accepts. It throws for all others. */
const TYPE = /^[a-z]+\/([a-z0-9.+-]+|\*)$/;
const EXTENSION = /^\.[a-z0-9_.+-]{1,15}$/;

/**
 * Whether to use the browser's picker that gives handles. On phones this is `false`, because the other picker also
 * offers the camera and the albums.
 */
export function hasHandlePicker(): boolean {
  return 'showOpenFilePicker' in globalThis && matchMedia('(pointer: fine)').matches;
}

/**
 * Opens the picker that gives handles. Call it in a click handler. Finds no files when the user cancels.
 *
 * @throws DOMException when the page may not use this picker, such as in a frame of another origin
 */
export const pickFiles: FileSource<PickOptions> = async ({ accept, multiple }) => {
  const { showOpenFilePicker } = globalThis as unknown as { showOpenFilePicker: OpenFilePicker };
  const types = typesOf(accept);
  try {
    const picked = await showOpenFilePicker({ multiple, ...(types && { types }) });
    const read = await Promise.all(
      picked.map(async (handle) => [await handle.getFile(), handle] as const),
    );
    const handles = new Map(read);
    return foundFiles('pick', [...handles.keys()], handles);
  } catch (error) {
    if ((error as Error).name === 'AbortError') return foundFiles('pick', []);
    throw error;
  }
};

/** Finds the files and folders that the user picked with a file input. These come without handles. */
export const readInputFiles: FileSource<HTMLInputElement, FoundFiles> = ({ files }) =>
  foundFiles('pick', Array.from(files ?? []));

/** `undefined` if an entry does not fit the picker's format. The picker then shows all files, and the policy refuses some. */
function typesOf(accept: readonly string[]) {
  const extensions = accept.filter((entry) => EXTENSION.test(entry));
  const types = accept.filter((entry) => TYPE.test(entry));
  if (accept.length === 0 || extensions.length + types.length < accept.length) return undefined;
  const accepted: Record<string, readonly string[]> = {};
  for (const type of types) accepted[type] = [];
  if (extensions.length > 0) accepted[ANY_TYPE] = extensions;
  return [{ accept: accepted }] as const;
}
