import type { XmlElement } from '../xml/write.ts';
import type { Call } from './call.ts';

/** The one account this server knows, as lists show it. */
export function ownerXml(call: Call): XmlElement {
  return { ID: call.settings.ownerId, DisplayName: 'local-s3' };
}
