import type { UploaderInstance } from '../engine/uploader.ts';

/** The commands of one upload. They do nothing once it is removed from the list. */
export interface UploadCommands {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
  /** Changes the object's name, while `upload.actions.canRename`. */
  readonly rename: (name: string) => void;
  /** Removes it from the list. An unfinished upload is canceled first. */
  readonly remove: () => void;
}

/** Creates the commands of the upload that `id` names at the time of the command. */
export function uploadCommands(uploader: UploaderInstance, id: () => string): UploadCommands {
  const find = () => uploader.getUpload(id());
  return {
    pause: () => find()?.pause(),
    resume: () => find()?.resume(),
    cancel: () => void find()?.cancel(),
    retry: () => find()?.retry(),
    rename: (name) => find()?.rename(name),
    remove: () => uploader.remove(id()),
  };
}
