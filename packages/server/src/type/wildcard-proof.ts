import { checkFile, type FileFacts, type UploadPolicy } from '@slipway/protocol';
import { sortOf } from './compare-types.ts';
import type { SeenType } from './detect-type.ts';
import { canonicalType } from './type-names.ts';

/**
 * Whether a policy allows a file's type only by a wildcard such as `image/*`, and the bytes do not show that sort of
 * file. `image/x-foo` can be made up. So the signature must be that of an image, whatever subtype the file claims.
 *
 * Types without signatures (`text/*`, `application/*`) cannot be proved, so their wildcards accept any subtype.
 */
export function lacksProof(policy: UploadPolicy, file: FileFacts, seen: SeenType): boolean {
  const type = canonicalType(file.type);
  const sort = sortOf(type);
  if (sort === undefined || !onlyByWildcard(policy, file)) return false;
  if (seen.isSvg && type === 'image/svg+xml') return false;
  return seen.mime === undefined || sortOf(canonicalType(seen.mime)) !== sort;
}

function onlyByWildcard({ accept = [], allowedTypes = [] }: UploadPolicy, file: FileFacts) {
  const anySize = { ...file, size: 0 };
  return [accept, allowedTypes].some((list) => {
    const fitting = list.filter((entry) => !checkFile({ accept: [entry] }, anySize));
    return fitting.length > 0 && fitting.every((entry) => /^[^*]+\/\*$/.test(entry.trim()));
  });
}
