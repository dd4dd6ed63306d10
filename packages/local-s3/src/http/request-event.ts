/** One request that has ended, for whoever observes the server. Holds no header and no signature. */
export interface RequestEvent {
  readonly requestId: string;
  /** S3's name of the operation; `Preflight` for OPTIONS, `Unknown` when no operation was found. */
  readonly operation: string;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly partNumber: number | undefined;
  readonly uploadId: string | undefined;
  /** Query parameters, without those of a presigned URL. */
  readonly query: Readonly<Record<string, string>>;
  /** The status answered; undefined when the connection ended without an answer. */
  readonly status: number | undefined;
  /** The `<Code>` of an error answer. */
  readonly errorCode: string | undefined;
  /** Body bytes that arrived, framing of `aws-chunked` included. */
  readonly bytesReceived: number;
  /** The client went away, or a fault dropped it, before the answer was out. */
  readonly aborted: boolean;
  readonly durationMs: number;
}
