import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { WebhookBody, WebhookType, WebhookUpload } from './webhook-body.ts';

/** The webhook of a new upload. Making it again gives the same ID. */
export function createdWebhook(claims: UploadClaims, nowMs: number): OutboxEntry {
  return entryOf({ type: 'upload.created', timestamp: isoOf(nowMs), data: factsOf(claims) });
}

/** The webhook of an upload's end. Making it again gives the same ID. */
export function endWebhook(
  claims: UploadClaims,
  settlement: Settlement,
  nowMs: number,
): OutboxEntry {
  const facts = factsOf(claims);
  const timestamp = isoOf(nowMs);
  switch (settlement.kind) {
    case 'accepted': {
      const { etag, versionId, checksum } = settlement.object;
      const data = { ...facts, etag, versionId, checksum };
      return entryOf({ type: 'upload.completed', timestamp, data });
    }
    case 'refused': {
      const data = { ...facts, reason: settlement.error.code };
      return entryOf({ type: 'upload.refused', timestamp, data });
    }
    case 'aborted': {
      const data = { ...facts, reason: settlement.error?.code ?? 'canceled' };
      return entryOf({ type: 'upload.aborted', timestamp, data });
    }
  }
}

function entryOf(body: WebhookBody): OutboxEntry {
  const { id } = body.data;
  return { id: idOf(id, body.type), upload: id, type: body.type, body: JSON.stringify(body) };
}

/** The specification allows no full stop in an ID. */
function idOf(upload: string, type: WebhookType): string {
  return `msg_${upload}_${type.replace('upload.', '')}`;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function factsOf(claims: UploadClaims): WebhookUpload {
  const { bucket, objectKey, size, contentType, integrity, subject, tenant } = claims;
  return {
    id: claims.nonce,
    bucket,
    objectKey,
    size,
    contentType,
    name: claims.file.name,
    relativePath: claims.file.relativePath,
    integrity,
    metadata: claims.metadata ?? {},
    caller: { subject, tenant },
  };
}
