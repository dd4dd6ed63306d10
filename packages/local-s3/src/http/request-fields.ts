/** The named values of a request: its headers, or the fields of a form. */
export interface RequestFields {
  /** A header as sent, or undefined. Names are in lower case, values as on the wire (latin1). */
  header(name: string): string | undefined;
  /** An `x-amz-*` header, or its counterpart in a presigned query. S3 accepts either. */
  amzHeader(name: string): string | undefined;
  /** All names that {@link amzHeader} knows. */
  fieldNames(): Iterable<string>;
}
