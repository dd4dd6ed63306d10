import { UploadError } from '@slipway/protocol';

/** The upload is neither in flight nor completed. */
export function uploadNotFound(): UploadError {
  return new UploadError('upload-not-found', {
    message: 'The storage no longer knows this upload. Start it anew.',
  });
}

/** The upload was already completed, aborted or refused. */
export function uploadEnded(): UploadError {
  return new UploadError('upload-ended', {
    message: 'The upload has ended already. List its parts to learn how.',
  });
}

/** An abort request came after the upload was completed. */
export function alreadyCompleted(): UploadError {
  return new UploadError('already-completed', {
    message: 'The upload is completed, so it cannot be aborted. Its object stays.',
  });
}

/** Another object has the upload's key. It is kept. */
export function nameTaken(): UploadError {
  return new UploadError('name-taken', {
    message: 'An object of this name exists already. Upload the file under another name.',
  });
}

/** S3 lacks some parts, or has wrong ones. */
export function partsMissing(partNumbers: readonly number[]): UploadError {
  return new UploadError('parts-missing', {
    message: `${partNumbers.length} of the parts have to be sent again.`,
    partNumbers,
  });
}

/** The object's checksum differs from the file's. */
export function checksumMismatch(): UploadError {
  return new UploadError('checksum-mismatch', {
    message: 'What the storage holds differs from the file. Upload it again.',
  });
}

/** Only the operator can fix this. The log shows `cause`. */
export function storageMisconfigured(cause: unknown): UploadError {
  return new UploadError('storage-misconfigured', {
    message: 'The storage is not set up correctly. Tell the operator of this site.',
    cause,
  });
}

/** S3 has not confirmed whether the upload is completed. A retry is safe. */
export function storageInDoubt(cause: unknown): UploadError {
  return new UploadError('storage-unavailable', {
    message: 'The storage has not confirmed the upload yet. Try again in a moment.',
    retryAfterMs: 1_000,
    cause,
  });
}
