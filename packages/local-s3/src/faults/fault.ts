import type { RequestEvent } from '../http/request-event.ts';

/**
 * When a fault strikes: before the body is read, after the body but before anything is stored, or after the operation
 * took effect but before the response.
 */
export type FaultMoment = 'headers' | 'body' | 'applied';

/** What goes wrong. */
export type Fault =
  /** An S3 error instead of the operation's response. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Status 200 with an `<Error>` document: how a late failure of Complete looks. */
  | {
      readonly kind: 'error-in-200';
      readonly code: string;
      readonly message?: string;
      /** Text after the document, such as a newline. */
      readonly trailer?: string;
    }
  /** Status 200 without a body. */
  | { readonly kind: 'empty-200' }
  /** Ends early when the client disconnects. At the moment `headers` the server does not notice that. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Aborts the upload that the request belongs to, as a lifecycle rule would. */
  | { readonly kind: 'abort-upload' }
  /** At the moment `headers` the server first reads `afterBytes` of the body. @defaultValue 0 bytes */
  | { readonly kind: 'drop-connection'; readonly afterBytes?: number };

/** Which requests a fault hits. A missing field matches all. */
export interface FaultRule {
  /** S3's name of the operation, such as `UploadPart`. `Preflight` for OPTIONS requests. */
  readonly operation?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly partNumber?: number;
  /** How many matching requests pass first. @defaultValue 0 */
  readonly skip?: number;
  /** How many matching requests it hits. @defaultValue 1 */
  readonly times?: number;
  /** @defaultValue `headers` */
  readonly moment?: FaultMoment;
  readonly fault: Fault;
}

const MATCHED = ['operation', 'bucket', 'key', 'partNumber'] as const;

/** The fields of a request that rules match. */
export type FaultTarget = Pick<RequestEvent, (typeof MATCHED)[number]>;

/** The faults to inject, for tests of a client's resilience. None by default. */
export interface Faults {
  /** Adds a rule. Earlier rules have priority. Returns a function that removes the rule. */
  add(rule: FaultRule): () => void;
  clear(): void;
}

/** Stores the rules and finds the one that hits a request. */
export class FaultInjector implements Faults {
  #rules: { readonly rule: FaultRule; skip: number; times: number }[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  add(rule: FaultRule): () => void {
    const entry = { rule, skip: rule.skip ?? 0, times: rule.times ?? 1 };
    this.#rules.push(entry);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** Finds the rule that hits this request and uses it up by one. */
  take(target: FaultTarget): FaultRule | undefined {
    for (const entry of this.#rules) {
      if (!matches(entry.rule, target)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      if (entry.times <= 0) this.#rules = this.#rules.filter((other) => other !== entry);
      return entry.rule;
    }
    return undefined;
  }
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  // A preflight belongs to no operation, so only a rule that names it may hit it.
  if (target.operation === 'Preflight' && rule.operation !== 'Preflight') return false;
  return MATCHED.every((field) => rule[field] === undefined || rule[field] === target[field]);
}
