import { computed, DestroyRef, inject, type Signal, signal } from '@angular/core';
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
import { injectUploader } from './provide-uploader.ts';

/** Follows all uploads and their totals. Changes at most once per animation frame. */
export function injectUploads(): Signal<UploaderSnapshot> {
  const uploader = injectUploader();
  const snapshot = signal(uploader.getSnapshot());
  inject(DestroyRef).onDestroy(uploader.subscribe(() => snapshot.set(uploader.getSnapshot())));
  return snapshot.asReadonly();
}

/** The result of {@link injectUpload}: the current state of one upload, and its commands. */
export interface InjectUploadResult extends UploadCommands {
  /** `undefined` once the upload is removed from the list. Switch on `upload().state.status`. */
  readonly upload: Signal<UploadSnapshot | undefined>;
}

/**
 * Follows one upload. Changes when this upload changes, and not when others do.
 *
 * @param id the ID, in a function: an input signal fits
 */
export function injectUpload(id: () => string): InjectUploadResult {
  const uploader = injectUploader();
  const all = injectUploads();
  // An upload's snapshot stays the same object until it changes.
  const upload = computed(() => all() && uploader.getUpload(id())?.getSnapshot());
  return { upload, ...uploadCommands(uploader, id) };
}

/** Calls the `listener` when the event happens, until the component is destroyed. */
export function injectUploaderEvent<E extends keyof UploaderEvents>(
  event: E,
  listener: (details: UploaderEvents[E]) => void,
): void {
  inject(DestroyRef).onDestroy(injectUploader().on(event, listener));
}

/** The result of {@link injectUnfinished}. */
export interface InjectUnfinishedResult {
  /** The uploads that earlier visits left unfinished, oldest first. Adding the file of an upload removes it from here. */
  readonly unfinished: Signal<readonly UnfinishedUpload[]>;
  /** Removes the upload from the list and deletes its parts from S3. */
  readonly discard: UnfinishedList['discard'];
}

/** Finds the uploads of earlier visits that the user can resume. */
export function injectUnfinished(): InjectUnfinishedResult {
  const unfinished = signal<readonly UnfinishedUpload[]>([]);
  const { discard, stop } = followUnfinished(injectUploader(), (list) => unfinished.set(list));
  inject(DestroyRef).onDestroy(stop);
  return { unfinished: unfinished.asReadonly(), discard };
}

/** The upload policy. `undefined` until it has loaded, and when the backend is unavailable. */
export function injectUploadPolicy(): Signal<UploadPolicy | undefined> {
  const policy = signal<UploadPolicy | undefined>(undefined);
  injectUploader()
    .getPolicy()
    // If it fails, the uploader requests it again with the first file, whose upload then reports the error.
    .then(policy.set, () => undefined);
  return policy.asReadonly();
}

/** The result of {@link injectDropZone}. */
export interface InjectDropZoneResult {
  /** Whether the user is dragging files over the element. */
  readonly isOver: Signal<boolean>;
  /** Bind them on the element that takes the files: `(drop)="zone.dropListeners.drop($event)"` and the others. */
  readonly dropListeners: DropListeners;
}

/** Turns an element into a drop zone for files and folders. It ignores drags of text and links. */
export function injectDropZone(onDrop: (dropped: FoundFiles) => void): InjectDropZoneResult {
  const isOver = signal(false);
  return { isOver: isOver.asReadonly(), dropListeners: dropListeners(onDrop, isOver.set) };
}
