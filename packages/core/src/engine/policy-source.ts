import type { UploadPolicy } from '@slipway/protocol';

/** The policy, asked for once; a failed ask is repeated by the next one who wants it. */
export interface PolicySource {
  /** `undefined` as long as nobody knows. */
  readonly known: UploadPolicy | undefined;
  get(): Promise<UploadPolicy>;
}

/** `onKnown` is called when the answer comes. */
export function createPolicySource(
  given: UploadPolicy | undefined,
  ask: () => Promise<UploadPolicy>,
  onKnown: () => void,
): PolicySource {
  let known = given;
  let asking: Promise<UploadPolicy> | undefined;

  async function askOnce(): Promise<UploadPolicy> {
    try {
      known = await ask();
      onKnown();
      return known;
    } finally {
      asking = undefined;
    }
  }

  return {
    get known() {
      return known;
    },
    get() {
      if (known) return Promise.resolve(known);
      asking ??= askOnce();
      return asking;
    },
  };
}
