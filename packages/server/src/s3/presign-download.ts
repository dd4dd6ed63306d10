import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { PresignedDownload } from '@slipway/protocol';
import { addressInput } from './address-input.ts';
import type { StorageClient } from './deadlines.ts';
import { formatUrl } from './format-url.ts';
import { prepareRequest } from './prepared-request.ts';
import type { ObjectAddress } from './s3-gateway.ts';
import { type PresignOptions, signingTime } from './signing-time.ts';

/**
 * Presigns the download of one object. The browser saves it as plain bytes, whatever its stored type, and never runs
 * its code on the bucket's origin. All settings are in the query because a link sends no headers. So the URL leaves
 * out the expected bucket owner.
 */
export async function presignDownload(
  client: StorageClient,
  object: ObjectAddress,
  options: PresignOptions,
): Promise<PresignedDownload> {
  const name = object.objectKey.slice(object.objectKey.lastIndexOf('/') + 1);
  const prepared = await prepareRequest(
    client,
    new GetObjectCommand({
      ...addressInput({ ...object, expectedBucketOwner: undefined }),
      ResponseContentDisposition: attachment(name),
      ResponseContentType: 'application/octet-stream',
      ResponseCacheControl: 'no-store',
    }),
  );
  const time = signingTime(prepared, options);
  const signed = await prepared.presign(prepared.request, time);
  return { url: formatUrl(signed), expiresInSeconds: time.expiresIn };
}

/** @see https://www.rfc-editor.org/rfc/rfc6266#appendix-D */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^ !#-[\]-~]/gu, '_');
  const encoded = encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '_')).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
