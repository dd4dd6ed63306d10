/** One PUT of one part to S3. */
export interface PartRequest {
  readonly url: string;
  /** Headers that the URL signs; to be sent as they are, and no others. */
  readonly headers: Readonly<Record<string, string>>;
  /** The part's bytes: a slice without a type, so that no `Content-Type` is added. */
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Told the bytes handed to the network so far. */
  readonly onProgress: (loaded: number) => void;
  /** Told once when the whole body has been handed to the network. */
  readonly onSent: () => void;
}

/** What became of a PUT. `status` 0 means that no answer could be read. */
export interface PartResponse {
  /** HTTP status, or 0. */
  readonly status: number;
  /** Opaque, with its quotes; `undefined` when CORS does not expose it. */
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
  put(request: PartRequest): Promise<PartResponse>;
}
