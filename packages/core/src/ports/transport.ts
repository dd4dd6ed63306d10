/** One request that sends one part to S3: a PUT, or the POST of a form. */
export interface PartRequest {
  readonly url: string;
  /** Headers that the URL signs. Send exactly these. */
  readonly headers: Readonly<Record<string, string>>;
  /** If present, POST a form: these fields in this order, then the bytes in a last field named `file`. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Whether to send cookies. Browsers open separate connections for such requests. @defaultValue false */
  readonly credentials?: boolean | undefined;
  /** The part's bytes: a slice without a type, so that the browser adds no `Content-Type`. */
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Called with the bytes handed to the network so far. Not called for small forms: they are sent too fast to see. */
  readonly onProgress: (loaded: number) => void;
  /** Called once when the whole body has been handed to the network. */
  readonly onSent: () => void;
}

/** The outcome of a request. `status` 0 means that no answer could be read. */
export interface PartResponse {
  /** HTTP status, or 0. */
  readonly status: number;
  /** Opaque, with its quotes. `undefined` when CORS does not expose it, or the store leaves it out. */
  readonly etag: string | undefined;
  /** The answer's text. Contains the `<Code>` of an S3 error. */
  readonly body: string;
  /** `Retry-After` in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether the whole body was sent. Then S3 may hold the part even when no answer came back. */
  readonly sent: boolean;
  /** Bytes reported as handed to the network. */
  readonly loaded: number;
}

/** Sends parts. Resolves for every outcome. Rejects only with the signal's reason. */
export interface PartTransport {
  send(request: PartRequest): Promise<PartResponse>;
  /**
   * Makes the browser connect to these origins early, because parts will soon be sent there. Called when an upload
   * starts while no other runs, and when a user is about to choose files. Optional: it only saves time.
   */
  connect?(origins: readonly string[]): void;
}
