import type { FileToCreate } from '@slipway/protocol';
import { MAX_NAME_BYTES } from '../keys/object-key.ts';
import { safeName } from '../keys/safe-name.ts';
import { normalType } from './content-type.ts';

/**
 * Gives name and type their normal form, once and before anything looks at them. So the policy judges what S3, the token and
 * the hooks get, and what verification reads later.
 */
export function normalFile(file: FileToCreate): FileToCreate {
  return { ...file, name: safeName(file.name, MAX_NAME_BYTES), type: normalType(file.type) };
}
