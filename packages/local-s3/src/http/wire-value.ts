import { S3Error } from '../s3-error.ts';

/**
 * Turns text from a query or a form into what it would be as a header on the wire: UTF-8 bytes as
 * latin1.
 *
 * @throws S3Error `InvalidArgument` for control characters, with which one header becomes two.
 */
export function toWireValue(name: string, text: string): string {
  if (!/\p{Cc}/u.test(text)) return Buffer.from(text).toString('latin1');
  throw new S3Error('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.', {
    ArgumentName: name,
  });
}
