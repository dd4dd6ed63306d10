import type { PolicyResponse } from '@slipway/protocol';

/** The policy, asked for once; a failed ask is repeated by the next one who wants it. */
export interface PolicySource {
  /** `undefined` as long as nobody knows. */
  readonly known: PolicyResponse | undefined;
  get(): Promise<PolicyResponse>;
}

/** `onKnown` is called when the answer comes. */
export function createPolicySource(
  given: PolicyResponse | undefined,
  ask: () => Promise<PolicyResponse>,
  onKnown: () => void,
): PolicySource {
  let known = given;
  let asking: Promise<PolicyResponse> | undefined;

  async function askOnce(): Promise<PolicyResponse> {
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
