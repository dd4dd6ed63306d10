import type { FileToCreate } from '@slipway/protocol';
import { MAX_NAME_BYTES } from '../keys/object-key.ts';
import { normalPath } from '../keys/relative-path.ts';
import { safeName } from '../keys/safe-name.ts';
import { normalType } from './content-type.ts';

/**
 * Gives name, path and type their normal form, once and before anything looks at them. So the policy judges what S3, the token and
 * the hooks get, and what verification reads later.
 */
export function normalFile(file: FileToCreate): FileToCreate {
  const name = safeName(file.name, MAX_NAME_BYTES);
  const relativePath = normalPath(file.relativePath ?? '', name);
  return { ...file, name, relativePath, type: normalType(file.type) };
}
