import {
  type DropListeners,
  dropListeners,
  type FoundFiles,
  followUnfinished,
  type UnfinishedUpload,
  type UploadCommands,
  type UploaderEvents,
  type UploaderSnapshot,
  type UploadPolicy,
  type UploadSnapshot,
  uploadCommands,
} from '@slipway/core';
import {
  type ComputedRef,
  computed,
  type MaybeRefOrGetter,
  onScopeDispose,
  type ShallowRef,
  shallowRef,
  toValue,
} from 'vue';
import { useUploader } from './provide-uploader.ts';

/** Follows all uploads and their totals. Changes at most once per animation frame. */
export function useUploads(): Readonly<ShallowRef<UploaderSnapshot>> {
  const uploader = useUploader();
  const snapshot = shallowRef(uploader.getSnapshot());
  const update = () => {
    snapshot.value = uploader.getSnapshot();
  };
  onScopeDispose(uploader.subscribe(update));
  return snapshot;
}

/** The result of {@link useUpload}: the current state of one upload, and its commands. */
export interface UseUploadResult extends UploadCommands {
  /** `undefined` once the upload is removed from the list. Switch on `upload.value.state.status`. */
  readonly upload: ComputedRef<UploadSnapshot | undefined>;
}

/** Follows one upload. Changes when this upload changes, and not when others do. */
export function useUpload(id: MaybeRefOrGetter<string>): UseUploadResult {
  const uploader = useUploader();
  const all = useUploads();
  // An upload's snapshot stays the same object until it changes.
  const upload = computed(() => all.value && uploader.getUpload(toValue(id))?.getSnapshot());
  return { upload, ...uploadCommands(uploader, () => toValue(id)) };
}

/** Calls the `listener` when the event happens, until the component unmounts. */
export function useUploaderEvent<E extends keyof UploaderEvents>(
  event: E,
  listener: (details: UploaderEvents[E]) => void,
): void {
  onScopeDispose(useUploader().on(event, listener));
}

/** The result of {@link useUnfinished}. */
export interface UseUnfinishedResult {
  /** The uploads that earlier visits left unfinished, oldest first. Adding the file of an upload removes it from here. */
  readonly unfinished: Readonly<ShallowRef<readonly UnfinishedUpload[]>>;
  /** Removes the upload from the list and deletes its parts from S3. */
  readonly discard: (upload: UnfinishedUpload) => void;
}

/** Finds the uploads of earlier visits that the user can resume. */
export function useUnfinished(): UseUnfinishedResult {
  const unfinished = shallowRef<readonly UnfinishedUpload[]>([]);
  const { discard, stop } = followUnfinished(useUploader(), (list) => {
    unfinished.value = list;
  });
  onScopeDispose(stop);
  return { unfinished, discard };
}

/** The upload policy. `undefined` until it has loaded, and when the backend is unavailable. */
export function useUploadPolicy(): Readonly<ShallowRef<UploadPolicy | undefined>> {
  const policy = shallowRef<UploadPolicy>();
  useUploader()
    .getPolicy()
    .then(
      (loaded) => {
        policy.value = loaded;
      },
      // The uploader requests it again with the first file, whose upload then reports the error.
      () => undefined,
    );
  return policy;
}

/** The result of {@link useDropZone}. */
export interface UseDropZoneResult {
  /** Whether the user is dragging files over the element. */
  readonly isOver: Readonly<ShallowRef<boolean>>;
  /** Put them on the element that takes the files: `v-on="dropListeners"`. */
  readonly dropListeners: DropListeners;
}

/** Turns an element into a drop zone for files and folders. It ignores drags of text and links. */
export function useDropZone(onDrop: (dropped: FoundFiles) => void): UseDropZoneResult {
  const isOver = shallowRef(false);
  const setOver = (over: boolean) => {
    isOver.value = over;
  };
  return { isOver, dropListeners: dropListeners(onDrop, setOver) };
}
