import { type CompletedObject, type ErrorBody, isUploadErrorCode } from '@slipway/protocol';

/** How an upload ended. It ends once, and repeated requests get the same result. */
export type Settlement =
  /** S3 has the object, and the owner's hook accepted it. */
  | { readonly kind: 'accepted'; readonly object: CompletedObject }
  /** The owner or the policy refused the object, so it is deleted. */
  | { readonly kind: 'refused'; readonly error: ErrorBody }
  /** There is no object: the browser canceled, or another upload took the key. */
  | { readonly kind: 'aborted'; readonly error?: ErrorBody | undefined };

/** Serializes a settlement for the shared store. */
export function writeSettlement(settlement: Settlement): string {
  return JSON.stringify(settlement);
}

/** Parses a stored settlement. Another version may have written it: an unknown shape reads as `undefined`. */
export function readSettlement(text: string | undefined): Settlement | undefined {
  if (text === undefined) return undefined;
  const { kind, object, error } = JSON.parse(text);
  if (kind === 'accepted' && typeof object?.objectKey === 'string') return { kind, object };
  if (kind === 'refused' && isUploadErrorCode(error?.code)) return { kind, error };
  if (kind === 'aborted') return { kind, error };
  return undefined;
}
