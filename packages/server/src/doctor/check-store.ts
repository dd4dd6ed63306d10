import type { Finding, StoreCapabilities } from '@slipway/protocol';
import { takesForms } from '../object/bucket-kind.ts';
import { STORE_PROFILES, type StoreName, type StoreProfile } from '../s3/store-profile.ts';
import type { DoctorContext } from './doctor-context.ts';

/** The fields of a profile that the doctor tries. */
type Tried = Pick<StoreProfile, 'conditionalWrites' | 'integrity' | 'forms'>;

/**
 * Compares what the doctor found out with the profile that uploads use, and says what to set. The other checks say what a
 * difference does to uploads.
 */
export function checkStore(
  { bucket, profile, smallFiles }: Pick<DoctorContext, 'bucket' | 'profile' | 'smallFiles'>,
  found: StoreCapabilities,
): Finding {
  const tried: Tried = {
    conditionalWrites: found.conditionalWrites,
    integrity: found.integrity,
    // An access point has no forms on any store.
    forms: found.presignedPost || !takesForms(bucket.bucket) || smallFiles !== undefined,
  };
  const wrong = differencesOf(profile, tried);
  const names = Object.keys(wrong);
  if (names.length === 0) {
    return { id: 'store', status: 'ok', summary: `The profile fits the store: ${profile.label}.` };
  }
  return {
    id: 'store',
    status: 'warning',
    summary: `The store differs from its profile (${profile.label}) in ${names.map(describe).join(', ')}.`,
    reason: 'Uploads send what the profile of the store says, not what your store knows.',
    remedy: { text: whatToSet(tried) },
  };
}

/** What the store does in another way than a profile says. An absent feature that the profile does not use is none. */
function differencesOf(profile: StoreProfile, tried: Tried): Partial<StoreProfile> {
  const { conditionalWrites: writes, integrity, forms } = profile;
  const { put, complete } = tried.conditionalWrites;
  const lacks = integrity.some((mode) => !tried.integrity.includes(mode));
  return {
    ...((put !== writes.put || complete !== writes.complete) && {
      conditionalWrites: tried.conditionalWrites,
    }),
    ...(lacks && { integrity: tried.integrity }),
    ...(forms && !tried.forms && { forms: false }),
  };
}

const NAMES: Partial<Record<string, string>> = {
  conditionalWrites: 'conditional writes',
  integrity: 'checksums',
};

function describe(field: string): string {
  return NAMES[field] ?? field;
}

/** The option that fits best: the name of a store that does the same, or the nearest one with its differences. */
function whatToSet(tried: Tried): string {
  const all = Object.entries(STORE_PROFILES) as [StoreName, StoreProfile][];
  const [nearest] = all
    .map(([name, profile]) => ({
      name,
      differences: differencesOf(profile, tried),
      unused: tried.integrity.filter((mode) => !profile.integrity.includes(mode)).length,
    }))
    .sort((a, b) => sizeOf(a) - sizeOf(b) || a.unused - b.unused);
  const { name = 'other', differences = {} } = nearest ?? {};
  if (sizeOf({ differences }) === 0) {
    return `Name your store. If it is none of the list, set s3Store to "${name}" (S3_STORE=${name}): it does the same.`;
  }
  const choice = JSON.stringify({ like: name, ...differences });
  return `Set s3Store of the router, or of slipway.config.ts, to ${choice}.`;
}

function sizeOf({ differences }: { readonly differences: object }): number {
  return Object.keys(differences).length;
}
