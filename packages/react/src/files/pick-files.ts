import type { FileHandle } from '@slipway/core';

/** Files that were picked, each with what leads back to it on another visit. */
export interface PickedFiles {
  readonly files: readonly File[];
  readonly handles: ReadonlyMap<File, FileHandle>;
}

/** The File System Access API's picker, as far as it is used here. TypeScript does not know it yet. */
type OpenFilePicker = (options: {
  readonly multiple: boolean;
  readonly types?: readonly [{ readonly accept: Readonly<Record<string, readonly string[]>> }];
}) => Promise<readonly FileSystemFileHandle[]>;

/** Extensions belong to a type there; this one has no others of its own. */
const ANY_TYPE = 'application/x-by-extension';
/** What the picker takes for a type, and for an extension; it throws at anything else. */
const TYPE = /^[a-z]+\/([a-z0-9.+-]+|\*)$/;
const EXTENSION = /^\.[a-z0-9_.+-]{1,15}$/;

/**
 * Whether there is a picker that gives handles. A phone is better off with its own, which offers the camera and the
 * albums, too.
 */
export function hasHandlePicker(): boolean {
  return 'showOpenFilePicker' in globalThis && matchMedia('(pointer: fine)').matches;
}

/**
 * Lets the user pick, by the picker that gives handles. Call it in the handler of a click.
 *
 * @param accept as in HTML, lower case
 * @returns nothing when the user picks nothing
 * @throws DOMException where the page may not use the picker, as in a frame of another origin
 */
export async function pickFiles(
  accept: readonly string[],
  multiple: boolean,
): Promise<PickedFiles | undefined> {
  const { showOpenFilePicker } = globalThis as unknown as { showOpenFilePicker: OpenFilePicker };
  const types = typesOf(accept);
  try {
    const picked = await showOpenFilePicker({ multiple, ...(types && { types }) });
    const read = await Promise.all(
      picked.map(async (handle) => [await handle.getFile(), handle] as const),
    );
    return { files: read.map(([file]) => file), handles: new Map(read) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** `undefined` where something cannot be said in the picker's words: then it shows all, and the policy refuses. */
function typesOf(accept: readonly string[]) {
  const extensions = accept.filter((entry) => EXTENSION.test(entry));
  const types = accept.filter((entry) => TYPE.test(entry));
  if (accept.length === 0 || extensions.length + types.length < accept.length) return undefined;
  const accepted: Record<string, readonly string[]> = {};
  for (const type of types) accepted[type] = [];
  if (extensions.length > 0) accepted[ANY_TYPE] = extensions;
  return [{ accept: accepted }] as const;
}
