import { planSingle, SMALLEST_BALANCED_PART } from '@slipway/protocol';
import type { UploadServices } from '../run/services.ts';
import type { EngineSettings } from '../settings.ts';
import { createLiveUpload, type LiveUpload, type UploadHost } from './live-upload.ts';
import { nameFile } from './name-file.ts';
import { type PolicyGate, refuse } from './policy-gate.ts';
import type { UploadList } from './upload-list.ts';
import type { UploaderInstance } from './uploader.ts';

/** Makes a function that turns a file into an upload and puts the upload on the list, where it waits for its turn. */
export function createAdd(
  { autoStart = true, limits, partSize, random }: EngineSettings,
  services: UploadServices,
  host: UploadHost,
  list: UploadList,
  policy: PolicyGate,
): (...added: Parameters<UploaderInstance['add']>) => LiveUpload {
  const namePrefix = random.next().toString(36).slice(2, 8);
  let added = 0;

  /** The upload plans its parts when it starts. Until then it counts them as for a poor link. */
  function expectParts({ size }: File): number {
    const wanted = policy.known?.partSize ?? partSize;
    if (planSingle({ size, partSize: wanted, limits })) return 1;
    return Math.ceil(size / (wanted ?? SMALLEST_BALANCED_PART));
  }

  return (given, handle) => {
    const file = nameFile(given);
    added++;
    const id = `${namePrefix}-${added}`;
    const expectedParts = expectParts(file);
    const upload = createLiveUpload({ id, file, handle, expectedParts }, services, host);
    list.add(upload);
    refuse(policy.known, upload, list.all);
    if (autoStart) host.onTransition(upload, upload.state.status);
    else upload.pause();
    return upload;
  };
}
