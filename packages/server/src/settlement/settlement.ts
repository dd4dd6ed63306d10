import { type CompletedObject, type ErrorBody, isUploadErrorCode } from '@slipway/protocol';

/** How an upload ended. It ends once, and repeated requests get the same result. */
export type Settlement =
  /** The object is proven, and the owner has accepted it. */
  | { readonly kind: 'accepted'; readonly object: CompletedObject }
  /** The owner does not want the object, and it is deleted. */
  | { readonly kind: 'refused'; readonly error: ErrorBody }
  /** There will be no object: the browser canceled, or S3 gave the name to another. */
  | { readonly kind: 'aborted'; readonly error?: ErrorBody | undefined };

/** As a shared store keeps it. */
export function writeSettlement(settlement: Settlement): string {
  return JSON.stringify(settlement);
}

/** What another replica wrote, maybe one of another version; `undefined` when it makes no sense. */
export function readSettlement(text: string | undefined): Settlement | undefined {
  if (text === undefined) return undefined;
  const { kind, object, error } = JSON.parse(text);
  if (kind === 'accepted' && typeof object?.objectKey === 'string') return { kind, object };
  if (kind === 'refused' && isUploadErrorCode(error?.code)) return { kind, error };
  if (kind === 'aborted') return { kind, error };
  return undefined;
}
