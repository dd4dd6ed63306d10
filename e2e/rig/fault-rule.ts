/** The facts about a request that rules can match. */
export interface ProxiedRequest {
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  /** S3's name of the operation. For a backend, every request is `Other`. */
  readonly operation: string;
  readonly partNumber: number | undefined;
  /** Its headers, by names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What goes wrong with one request. */
export type FaultAction =
  /** Resets the connection, either in the request's body or `when` the response arrives. */
  | { readonly kind: 'reset'; readonly when?: 'request' | 'answer' }
  /** Stops reading the request forever. */
  | { readonly kind: 'stall' }
  /** Forwards the request but never responds. */
  | { readonly kind: 'swallow-response' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Flips one bit of one byte in transit. */
  | { readonly kind: 'corrupt-byte' }
  /** Spells the ETag of the response in another way than the store lists it, as some stores and proxies do. */
  | { readonly kind: 'spell-etag'; readonly as: (etag: string) => string }
  /** The proxy responds itself. The target never sees the request. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** An S3 error code, for the body of the response. */
      readonly code?: string;
      /** The body. @defaultValue the S3 error, or nothing */
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Whether the page may read the answer. @defaultValue true */
      readonly cors?: boolean;
    };

/** Which requests are hit, and how. */
export interface FaultRule {
  readonly match: (request: ProxiedRequest) => boolean;
  /** The index of the first matching request that is hit, from 1. @defaultValue 1 */
  readonly nth?: number;
  /** The number of matching requests to hit from there. @defaultValue 1 */
  readonly times?: number;
  /** The probability of a hit, 0 to 1. @defaultValue 1 */
  readonly chance?: number;
  /** Strikes after this many bytes of the request's body. @defaultValue 0 */
  readonly afterBytes?: number;
  readonly action: FaultAction;
}

/** Matches parts: all, or those with one of these numbers. */
export function parts(...numbers: readonly number[]): FaultRule['match'] {
  return ({ operation, partNumber = 0 }) =>
    operation === 'UploadPart' && (numbers.length === 0 || numbers.includes(partNumber));
}

/** Matches requests with a header whose name starts like this, in lower case. */
export function withHeader(start: string): FaultRule['match'] {
  return ({ headers }) => Object.keys(headers).some((name) => name.startsWith(start));
}

/** Matches an S3 operation by its name. */
export function operation(name: string): FaultRule['match'] {
  return (request) => request.operation === name;
}

/** Matches requests to the upload API by the end of their path, such as `/uploads/complete`. */
export function route(path: string): FaultRule['match'] {
  return (request) => request.path.endsWith(path);
}

/** The rules of one proxy. `random` returns numbers from 0 to 1. */
export class FaultRules {
  readonly #random: () => number;
  #rules: { readonly rule: FaultRule; toPass: number; left: number }[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Adds a rule. Earlier rules have priority. Returns a function that removes the rule. */
  add(rule: FaultRule): () => void {
    const entry = { rule, toPass: (rule.nth ?? 1) - 1, left: rule.times ?? 1 };
    this.#rules.push(entry);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** Finds the rule that hits this request and uses it up by one. */
  take(request: ProxiedRequest): FaultRule | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (entry.left === 0 || !rule.match(request)) continue;
      if (entry.toPass > 0) {
        entry.toPass -= 1;
        continue;
      }
      if (rule.chance !== undefined && this.#random() >= rule.chance) continue;
      entry.left -= 1;
      return rule;
    }
    return undefined;
  }
}
