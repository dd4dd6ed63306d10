import {
  type DropListeners,
  dropListeners,
  type FoundFiles,
  followUnfinished,
  type UnfinishedList,
  type UnfinishedUpload,
  type UploadCommands,
  type UploaderEvents,
  type UploaderSnapshot,
  type UploadPolicy,
  type UploadSnapshot,
  uploadCommands,
} from '@slipway/core';
import { onDestroy } from 'svelte';
import { type Readable, readable, writable } from 'svelte/store';
import { useUploader } from './provide-uploader.ts';

/** Follows all uploads and their totals. Changes at most once per animation frame. */
export function useUploads(): Readable<UploaderSnapshot> {
  const { getSnapshot, subscribe } = useUploader();
  return readable(getSnapshot(), (set) => {
    set(getSnapshot());
    return subscribe(() => set(getSnapshot()));
  });
}

/** The result of {@link useUpload}: the current state of one upload, and its commands. */
export interface UseUploadResult extends UploadCommands {
  /** `undefined` once the upload is removed from the list. Switch on `$upload.state.status`. */
  readonly upload: Readable<UploadSnapshot | undefined>;
}

/**
 * Follows one upload. Changes when this upload changes, and not when others do.
 *
 * @param id the ID, or a function such as `() => id`. The function is called whenever the uploads change
 */
export function useUpload(id: string | (() => string)): UseUploadResult {
  const uploader = useUploader();
  const getId = typeof id === 'string' ? () => id : id;
  const find = () => uploader.getUpload(getId())?.getSnapshot();
  const upload = readable<UploadSnapshot | undefined>(find(), (set) => {
    let current = find();
    set(current);
    return uploader.subscribe(() => {
      const next = find();
      // An upload's snapshot stays the same object until it changes. A store cannot tell: it holds an object.
      if (next !== current) set(next);
      current = next;
    });
  });
  return { upload, ...uploadCommands(uploader, getId) };
}

/** Calls the `listener` when the event happens, until the component is destroyed. */
export function useUploaderEvent<E extends keyof UploaderEvents>(
  event: E,
  listener: (details: UploaderEvents[E]) => void,
): void {
  onDestroy(useUploader().on(event, listener));
}

/** The result of {@link useUnfinished}. */
export interface UseUnfinishedResult {
  /** The uploads that earlier visits left unfinished, oldest first. Adding the file of an upload removes it from here. */
  readonly unfinished: Readable<readonly UnfinishedUpload[]>;
  /** Removes the upload from the list and deletes its parts from S3. */
  readonly discard: UnfinishedList['discard'];
}

/** Finds the uploads of earlier visits that the user can resume. */
export function useUnfinished(): UseUnfinishedResult {
  const { subscribe, set } = writable<readonly UnfinishedUpload[]>([]);
  const { discard, stop } = followUnfinished(useUploader(), set);
  onDestroy(stop);
  return { unfinished: { subscribe }, discard };
}

/** The upload policy. `undefined` until it has loaded, and when the backend is unavailable. */
export function useUploadPolicy(): Readable<UploadPolicy | undefined> {
  const uploader = useUploader();
  return readable<UploadPolicy | undefined>(undefined, (set) => {
    // If it fails, the uploader requests it again with the first file, whose upload then reports the error.
    uploader.getPolicy().then(set, () => undefined);
  });
}

/** The result of {@link useDropZone}. */
export interface UseDropZoneResult {
  /** Whether the user is dragging files over the element. */
  readonly isOver: Readable<boolean>;
  /** An action for the element that takes the files: `use:dropZone`. */
  readonly dropZone: (element: HTMLElement) => { readonly destroy: () => void };
}

/** Turns an element into a drop zone for files and folders. It ignores drags of text and links. */
export function useDropZone(onDrop: (dropped: FoundFiles) => void): UseDropZoneResult {
  const { subscribe, set } = writable(false);
  const listeners = Object.entries(dropListeners(onDrop, set)) as [
    keyof DropListeners,
    DropListeners['drop'],
  ][];
  return {
    isOver: { subscribe },
    dropZone(element) {
      for (const [name, listener] of listeners) element.addEventListener(name, listener);
      return {
        destroy() {
          for (const [name, listener] of listeners) element.removeEventListener(name, listener);
        },
      };
    },
  };
}
