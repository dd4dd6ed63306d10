/** A request as it arrives, for the span of the request. */
export interface TracedRequest {
  readonly method: string;
  /** For example `POST /uploads`. `undefined` if no route matches. */
  readonly route: string | undefined;
  /** The same as in the response and in the log. */
  readonly requestId: string;
  /** Reads a header of the request, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/** How a request was answered. */
export interface TracedAnswer {
  /** HTTP status, or `0` if the caller disconnected before the response. */
  readonly status: number;
  /** The code of the failure, or one code per failed item of a batch. */
  readonly codes: readonly string[];
}

/** The span of one request. */
export interface RequestTrace {
  /** Runs work with the span as the active one, so that all spans below become its children. */
  run<Result>(work: () => Result): Result;
  end(answer: TracedAnswer): void;
}

/** The upload that a hook is called for. */
export interface TracedUpload {
  readonly id: string;
  readonly file: { readonly size: number };
  readonly partCount: number;
  readonly objectKey: string;
}

/** A piece of a request's work that gets a span of its own. */
export type TracedWork =
  /** One call to S3, including the SDK's retries. `operation` is in S3's spelling. */
  | { readonly kind: 's3-call'; readonly operation: string; readonly input: object }
  /** Several calls with one purpose: `sweep` and `cleanup` of the sweeper, and `doctor`. */
  | { readonly kind: 'task'; readonly name: 'sweep' | 'cleanup' | 'doctor' }
  /** One call of the owner's `authorize`, `onCreated`, `onCompleted`, `onAborted`, `policy` or `authorizeAdmin`. */
  | { readonly kind: 'hook'; readonly name: string; readonly upload: TracedUpload | undefined };

/** Runs the service's work in spans. `createOpenTelemetry` of `@slipway/server/opentelemetry` creates one. */
export interface Tracing {
  startRequest(request: TracedRequest): RequestTrace;
  /** Runs `call` in a span below the active one. */
  traceWork<Result>(work: TracedWork, call: () => Promise<Result>): Promise<Result>;
  /** Runs work that outlives the request which happened to start it. */
  detach<Result>(work: () => Result): Result;
}
