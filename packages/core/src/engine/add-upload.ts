import { maxObjectSize } from '@slipway/protocol';
import type { UploadServices } from '../run/services.ts';
import type { EngineSettings } from '../settings.ts';
import { createLiveUpload, type LiveUpload, type UploadHost } from './live-upload.ts';
import { nameFile } from './name-file.ts';
import { type PolicyGate, refuse } from './policy-gate.ts';
import type { UploadList } from './upload-list.ts';
import type { UploaderInstance } from './uploader.ts';

/** Makes a function that turns a file into an upload and puts the upload on the list, where it waits for its turn. */
export function createAdd(
  { autoStart = true, limits, random }: EngineSettings,
  services: UploadServices,
  host: UploadHost,
  list: UploadList,
  policy: PolicyGate,
): (...added: Parameters<UploaderInstance['add']>) => LiveUpload {
  const namePrefix = random.next().toString(36).slice(2, 8);
  let added = 0;

  function countParts({ size }: File): number {
    // A file that is too large gets a part count, too. It fails when its turn comes.
    const possible = Math.min(size, maxObjectSize(limits));
    return services.plan(possible, policy.known ?? {}).partCount;
  }

  return (given, handle) => {
    const file = nameFile(given);
    added++;
    const id = `${namePrefix}-${added}`;
    const expectedParts = countParts(file);
    const upload = createLiveUpload({ id, file, handle, expectedParts }, services, host);
    list.add(upload);
    refuse(policy.known, upload, list.all);
    if (autoStart) host.onTransition(upload, upload.state.status);
    else upload.pause();
    return upload;
  };
}
