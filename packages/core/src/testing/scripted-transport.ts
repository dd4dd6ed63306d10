import type { Clock } from '../ports/clock.ts';
import type { PartResponse, PartTransport } from '../ports/transport.ts';
import { abortable } from '../retry/abortable.ts';
import { letOthersSpeak, type Script } from './script.ts';
import type { ScriptedStorage } from './scripted-storage.ts';

/**
 * The storage part of the scripted S3. Accepts PUTs of parts, and forms.
 *
 * @param etagExposed whether CORS exposes the ETag
 * @param onCredentials called for each request with cookies. Returns whether CORS accepts it
 */
export function createScriptedTransport(
  script: Script,
  storage: ScriptedStorage,
  clock: Clock,
  etagExposed: () => boolean,
  onCredentials: (call: string) => boolean,
): PartTransport {
  return {
    async send({
      url,
      headers,
      fields,
      credentials,
      body,
      signal,
      onProgress,
      onSent,
    }): Promise<PartResponse> {
      signal.throwIfAborted();
      const call = `${fields ? 'post' : 'put'} ${new URL(url).pathname.split('/')[2]}`;
      const response = { etag: undefined, body: '', retryAfterMs: undefined, sent: true };
      if (credentials && !onCredentials(call)) {
        await letOthersSpeak();
        return { ...response, status: 0, sent: false, loaded: 0 };
      }
      const fault = script.take(call);
      const act = async (): Promise<PartResponse> => {
        if (fault?.kind === 'lost' && !fault.applied) {
          return { ...response, status: 0, sent: false, loaded: 0 };
        }
        if (body.size > 0) onProgress(body.size);
        if (fault?.kind === 'held') await abortable(fault.released, signal);
        onSent();
        const loaded = body.size;
        if (fault?.kind === 'answer') {
          const { status, retryAfterMs } = fault;
          return { ...response, status, retryAfterMs, body: errorXml(fault.code), loaded };
        }
        const arrived = fault?.kind === 'corrupted' ? await corrupt(body) : body;
        const result = await storage.put(url, fields ?? headers, arrived, clock.now());
        if (fault?.kind === 'lost') return { ...response, status: 0, loaded };
        if ('etag' in result) {
          return {
            ...response,
            status: fields ? 204 : 200,
            etag: etagExposed() ? result.etag : undefined,
            loaded,
          };
        }
        return { ...response, status: result.status, body: errorXml(result.code), loaded };
      };
      const outcome = await act();
      script.received(call);
      await abortable(letOthersSpeak(), signal);
      return outcome;
    },
  };
}

async function corrupt(body: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await body.arrayBuffer());
  return new Blob([bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte))]);
}

function errorXml(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`;
}
