import { isOtherRegion, UploadError } from '@slipway/protocol';

/** The error when the host answers but the page can read none of its answers. */
export function corsFault(cause: UploadError): UploadError {
  const message =
    "The storage's CORS rules don't let this page upload. Tell the site's owner to allow PUT from its origin.";
  return new UploadError('storage-misconfigured', { message, cause });
}

/** Turns the error of a part that S3 refused for good into one that names the cause, if S3's answer does. */
export function explainRefusal(error: UploadError, body = ''): UploadError {
  const { status, cause } = error;
  const read = (name: string) => new RegExp(`<${name}>([\\w-]+)<`).exec(body)?.[1];
  const [code = '', region, header] = [read('Code'), read('Region'), read('Header')];
  const message = explain();
  return message ? new UploadError('storage-misconfigured', { message, status, cause }) : error;

  function explain(): string | undefined {
    if ((status > 299 && status < 400) || (region && isOtherRegion(code))) {
      const where = region ? `the region ${region}` : 'another region';
      return `The bucket is in ${where}, but the site names another one. Tell the site's owner.`;
    }
    // Some stores call a header that they do not know an invalid argument.
    const isUnknown = status === 400 && /unsupported header|x-amz-checksum/i.test(body);
    if (!isUnknown && status !== 501 && code !== 'NotImplemented') return undefined;
    const what = header ? ` (${header})` : '';
    return `The storage doesn't know a header of this upload${what}. Tell the site's owner to name the store (s3Store).`;
  }
}
