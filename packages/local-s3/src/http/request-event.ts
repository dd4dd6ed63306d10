/** A finished request, for observers of the server. It contains no headers and no signature. */
export interface RequestEvent {
  readonly requestId: string;
  /** S3's name of the operation. `Preflight` for OPTIONS, `Unknown` if there is no such operation. */
  readonly operation: string;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly partNumber: number | undefined;
  readonly uploadId: string | undefined;
  /** Query parameters, without those of a presigned URL. */
  readonly query: Readonly<Record<string, string>>;
  /** The status of the response. Undefined if the connection ended without one. */
  readonly status: number | undefined;
  /** The `<Code>` of an error response. */
  readonly errorCode: string | undefined;
  /** Body bytes that arrived, including the framing of `aws-chunked`. */
  readonly bytesReceived: number;
  /** Whether the client disconnected, or a fault dropped the connection, before the response was out. */
  readonly aborted: boolean;
  readonly durationMs: number;
}
