/** One request that brings one part to S3: a PUT, or the POST of a form. */
export interface PartRequest {
  readonly url: string;
  /** Headers that the URL signs; to be sent as they are, and no others. */
  readonly headers: Readonly<Record<string, string>>;
  /** Present: POST a form with these fields in this order, and the bytes as the last one, named `file`. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Whether cookies go along. Browsers keep connections of their own for such requests. @defaultValue false */
  readonly credentials?: boolean | undefined;
  /** The part's bytes: a slice without a type, so that no `Content-Type` is added. */
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Told the bytes handed to the network so far; never for a form so small that nobody would see it. */
  readonly onProgress: (loaded: number) => void;
  /** Told once when the whole body has been handed to the network. */
  readonly onSent: () => void;
}

/** What became of a request. `status` 0 means that no answer could be read. */
export interface PartResponse {
  /** HTTP status, or 0. */
  readonly status: number;
  /** Opaque, with its quotes; `undefined` when CORS does not expose it, or the store leaves it out. */
  readonly etag: string | undefined;
  /** The answer's text, for the `<Code>` of an S3 error. */
  readonly body: string;
  /** `Retry-After` in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Whether the whole body went out: S3 may hold the part even when no answer came back. */
  readonly sent: boolean;
  /** Bytes reported as handed to the network. */
  readonly loaded: number;
}

/** Sends parts. Resolves for every outcome; rejects only with the reason of the signal. */
export interface PartTransport {
  send(request: PartRequest): Promise<PartResponse>;
  /**
   * Parts will soon be sent there: has the browser do the handshakes ahead. Called whenever an upload begins and no
   * other runs, and when a user comes near. Optional: what it does is only a matter of time.
   */
  connect?(origins: readonly string[]): void;
}
